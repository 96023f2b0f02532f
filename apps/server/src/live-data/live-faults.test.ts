import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { answer, isWatch, refusal, WATCH_LIST } from './testing/faulty-connection.ts';
import { hurried } from './testing/hurried.ts';
import { type LiveStage, liveStage } from './testing/live-stage.ts';
import { makePod, PODS } from './testing/make-pod.ts';
import type { Followed } from './testing/test-tab.ts';

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

async function opened(): Promise<{ stage: LiveStage; list: Followed }> {
  const stage = await liveStage({ clock: hurried });
  await makePod(stage, 'a');
  const list = (await stage.tab()).list();
  await list.is('ready');
  return { stage, list };
}

test('a watch that breaks goes on from where it was, and nothing is lost in between', async () => {
  const { stage, list } = await opened();
  const { connection } = stage.registry;
  connection.cut();
  await list.is('stale');
  expect([list.code, list.names]).toEqual(['LB5502', ['a']]);
  expect(list.states.at(-1)!.asOf).toBeLessThanOrEqual(Date.now());
  await makePod(stage, 'b');
  await list.is('ready');
  await until(() => expect(list.names).toEqual(['a', 'b']));
  // It did not begin anew: the cluster still had what happened meanwhile.
  expect(connection.asks(WATCH_LIST)).toBe(1);
});

test('a watch that the cluster ends is begun again, and nobody notices', async () => {
  const stage = await liveStage({ clock: hurried });
  await makePod(stage, 'a');
  const { connection } = stage.registry;
  const end = Promise.withResolvers<void>();
  connection.fault = ({ path }, pass) => {
    if (!isWatch(path) || connection.asks('watch=true') > 1) return undefined;
    return pass().then((response) => ({ ...response, body: Readable.from(before(end.promise, response.body)) }));
  };
  const list = (await stage.tab()).list();
  await list.is('ready');
  end.resolve();
  await until(() => expect(connection.asks('watch=true')).toBe(2));
  await makePod(stage, 'b');
  await until(() => expect(list.names).toEqual(['a', 'b']));
  expect(new Set(list.states.map(({ state }) => state))).toEqual(new Set(['loading', 'ready']));
  expect(connection.asks(WATCH_LIST)).toBe(1);
});

/** A body that ends, as if all had been said. */
async function* before(end: Promise<void>, body: Readable): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  for (;;) {
    const next = await Promise.race([chunks.next(), end]);
    if (next === undefined || next.done) return;
    yield next.value;
  }
}

test('when the cluster has forgotten where the watch was, the list comes anew', async () => {
  const { stage, list } = await opened();
  const { connection } = stage.registry;
  const { client } = stage.registry.cluster.api;
  connection.fault = ({ path }) => {
    if (!isWatch(path) || path.includes(WATCH_LIST)) return undefined;
    return Promise.resolve(
      answer(200, `${JSON.stringify({ type: 'ERROR', object: JSON.parse(refusal(410, 'Expired')) })}\n`),
    );
  };
  connection.cut();
  await client.delete({ ...PODS, namespace: 'default', name: 'a' }, { gracePeriodSeconds: 0 });
  await makePod(stage, 'b');
  await until(() => expect(list.states.map(({ problem }) => problem?.code)).toContain('LB5512'));
  await until(() => expect(list.names).toEqual(['b']));
  await list.is('ready');
  expect(connection.asks(WATCH_LIST)).toBe(2);
});

test('a cluster that is too busy is left alone for as long as it says', async () => {
  const stage = await liveStage({ clock: hurried });
  await makePod(stage, 'a');
  const { connection } = stage.registry;
  const asked: number[] = [];
  connection.fault = ({ path }) => {
    if (!path.includes('/pods')) return undefined;
    asked.push(performance.now());
    return asked.length > 1 ? undefined : Promise.resolve(answer(429, 'busy', { 'retry-after': '1' }));
  };
  const list = (await stage.tab()).list();
  await list.is('problem');
  expect(list.code).toBe('LB5505');
  await list.is('ready');
  expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(95);
});

test.each([
  ['no JSON', '{"type":"ADDED","object":{"kind":"Tab\n'],
  ['an event without an object', '{"type":"ADDED"}\n'],
  ['an unknown event', '{"type":"__proto__","object":{"metadata":{}}}\n'],
  ['a table without metadata', '{"type":"ADDED","object":{"kind":"Table","rows":[{"cells":[1]}]}}\n'],
  ['an object without a name', '{"type":"ADDED","object":{"kind":"Pod","metadata":{"__proto__":{"name":"x"}}}}\n'],
])('what no cluster sends (%s) makes the list stale until a new one is in', async (_, line) => {
  const { stage, list } = await opened();
  const { connection } = stage.registry;
  let sent = false;
  connection.fault = ({ path }) => {
    if (!isWatch(path) || sent) return undefined;
    sent = true;
    return Promise.resolve(answer(200, line));
  };
  connection.cut();
  await until(() => expect(list.code).toBe('LB5506'));
  expect(list.names).toEqual(['a']);
  await list.is('ready');
  expect(list.names).toEqual(['a']);
});

test('an answer that does not come is told as slow once it should have, and the list waits', async () => {
  const stage = await liveStage({ clock: hurried });
  const { connection } = stage.registry;
  const slow = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
  let asked = 0;
  connection.fault = ({ path }, pass) => {
    if (!path.includes('/pods')) return undefined;
    return asked++ === 0 ? Promise.reject(slow) : pass();
  };
  const list = (await stage.tab()).list();
  await list.is('problem');
  expect(list.code).toBe('LB5507');
  await list.is('ready');
});
