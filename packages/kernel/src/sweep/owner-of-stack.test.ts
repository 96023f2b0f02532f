import { describe, expect, it } from 'vitest';
import { ownerOfStack } from './owner-of-stack.ts';

const ACME = { name: 'acme-metrics', version: '1.2.0-rc.1' };

describe('ownerOfStack', () => {
  it('reads the nearest frame with a file, in both notations', () => {
    expect(
      ownerOfStack(
        'Error\n    at Array.forEach (<anonymous>)\n    at f (https://c.io/ext/acme-metrics/1.2.0-rc.1/~1/a.js:1:2)',
      ),
    ).toEqual(ACME);
    expect(ownerOfStack('f@https://c.io/ext/acme-metrics/1.2.0-rc.1/a.js:1:2\ng@https://c.io/assets/x.js:1:1')).toEqual(
      ACME,
    );
  });

  it('does not blame an extension for what the console does on its behalf', () => {
    const stack =
      '    at schedule (https://c.io/assets/react.js:1:2)\n    at g (https://c.io/ext/acme-metrics/1.2.0-rc.1/a.js:1:2)';
    expect(ownerOfStack(stack)).toBeUndefined();
  });

  it('finds nobody in a stack without extensions', () => {
    expect(ownerOfStack('    at a (https://c.io/extensions/1.0/x.js:1:1)')).toBeUndefined();
    expect(ownerOfStack('')).toBeUndefined();
  });
});
