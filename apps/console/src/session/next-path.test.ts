import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

const ORIGIN = 'https://console.example';
const ask = (next: string) => nextPath(`?${new URLSearchParams({ next })}`, ORIGIN);

describe('nextPath', () => {
  it('keeps a path of this origin with its search and fragment', () => {
    expect(ask('/clusters/main/pods?q=a#b')).toBe('/clusters/main/pods?q=a#b');
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '',
  ])('refuses %j', (next) => expect(ask(next)).toBe('/'));

  it('does not lead back to the sign-in page', () => {
    expect(ask('/login?next=/login')).toBe('/');
    expect(nextPath('', ORIGIN)).toBe('/');
  });

  it('never leaves the origin', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', 'a', '\t', '?', '#', '%2f') }),
        (next) => {
          expect(new URL(ask(next), ORIGIN).origin).toBe(ORIGIN);
        },
      ),
    );
  });
});
