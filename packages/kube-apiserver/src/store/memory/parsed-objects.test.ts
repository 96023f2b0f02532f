import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { ParsedObjects } from './parsed-objects.ts';

const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} };

test('objects that were not used for a generation are forgotten, and only they', () => {
  const memory = new ParsedObjects(100);
  const used = memory.keep(object, 50);
  const unused = memory.keep(object, 50);
  for (let generation = 0; generation < 5; generation++) {
    memory.touch(used, 50);
    memory.touch(used, 50);
    expect(used.object).toBe(object);
    memory.keep(object, 50);
  }
  expect(unused.object).toBeUndefined();
});

test('no more than two generations are remembered', () => {
  const memory = new ParsedObjects(1000);
  const all = Array.from({ length: 10_000 }, () => memory.keep(object, 10));
  expect(all.filter((parsed) => parsed.object !== undefined).length).toBeLessThanOrEqual(200);
});
