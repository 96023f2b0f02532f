import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { SharedSources } from './shared-sources.ts';

function sources() {
  const clock = new ManualClock();
  const ended: string[] = [];
  const shared = new SharedSources<Disposable & { name: string }>(clock, 30_000);
  let made = 0;
  const make = () => {
    const name = `source ${++made}`;
    return { name, [Symbol.dispose]: () => void ended.push(name) };
  };
  return { clock, ended, shared, lease: (id = 'x') => shared.lease(id, make) };
}

test('one source is for all, and ends half a minute after the last', async () => {
  const { clock, ended, shared, lease } = sources();
  const [one, other] = [lease(), lease()];
  expect(one.source).toBe(other.source);
  expect(lease('y').source).not.toBe(one.source);
  one[Symbol.dispose]();
  await clock.advance(60_000);
  expect(ended).toEqual([]);
  other[Symbol.dispose]();
  await clock.advance(29_999);
  expect(shared.size).toBe(2);
  await clock.advance(1);
  expect(ended).toEqual(['source 1']);
  expect(lease().source.name).toBe('source 3');
});

test('who comes back in time finds it as it was', async () => {
  const { clock, ended, lease } = sources();
  lease()[Symbol.dispose]();
  await clock.advance(29_000);
  const again = lease();
  await clock.advance(60_000);
  expect([again.source.name, ended]).toEqual(['source 1', []]);
});

test('disposing ends all at once', async () => {
  const { clock, ended, shared, lease } = sources();
  lease();
  lease('y')[Symbol.dispose]();
  shared[Symbol.dispose]();
  await clock.advance(60_000);
  expect(ended).toEqual(['source 1', 'source 2']);
});

test('there are so many sources and no more', () => {
  const { lease } = sources();
  for (let i = 0; i < 2_000; i++) lease(String(i));
  expect(() => lease('one more')).toThrow(expect.objectContaining({ code: 'LB5514' }));
  expect(lease('7').source.name).toBe('source 8');
});
