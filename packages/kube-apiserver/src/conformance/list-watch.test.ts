/** A list and the watch from it on tell the same as a later list, whatever is selected and however the two interleave. */
import type { KubeObject, WatchEvent } from '@luban/kube';
import { type KubeClient, resourcePath } from '@luban/kube/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const NAMESPACES = ['one', 'two'];

interface Step {
  action: 'write' | 'delete';
  namespace: string;
  name: string;
  color: 'red' | 'blue' | undefined;
  /** Lets the others have their turn before. */
  pause: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom('write', 'write', 'delete'),
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.constantFrom('a', 'b', 'c'),
  color: fc.constantFrom('red', 'blue', undefined),
  pause: fc.boolean(),
});

interface Selection {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

const selection: fc.Arbitrary<Selection> = fc.record({
  namespace: fc.option(fc.constantFrom(...NAMESPACES), { nil: undefined }),
  labelSelector: fc.constantFrom(undefined, 'color=red', 'color!=red', 'color', '!color', 'color in (red,blue),test'),
  fieldSelector: fc.constantFrom(undefined, 'metadata.name=a', 'metadata.name!=a', 'metadata.namespace=two'),
});

test('replaying a watch from a list gives a later list', { timeout: 60_000 }, async () => {
  await using api = await startTestApi();
  const { client } = api;
  for (const name of NAMESPACES) {
    await client.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    );
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 20 }),
      fc.array(step, { minLength: 1, maxLength: 20 }),
      selection,
      fc.boolean(),
      async (before, after, selected, streamsState) => {
        await run(client, before);
        const replica = await follow(api, selected, streamsState);
        await run(client, after);
        await settle();
        replica.stop();
        const later = await client.list(CONFIG_MAPS, selected);
        expect(replica.contents()).toEqual(byKey(later.items));
      },
    ),
    { numRuns: 120 },
  );
  expect(api.errors).toEqual([]);
});

async function run(client: KubeClient, steps: readonly Step[]): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (const { action, namespace, name, color, pause } of steps) {
    if (pause) await settle();
    const ref = { ...CONFIG_MAPS, namespace, name };
    const labels = { test: 'yes', ...(color && { color }) };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels } };
    const write = async () => {
      await client.update(ref, object).catch(() => client.create({ ...ref, name: undefined }, object).catch(() => {}));
    };
    running.push(action === 'delete' ? client.delete(ref).catch(() => {}) : write());
  }
  await Promise.all(running);
}

/** @param streamsState the watch itself tells the state at first, instead of a list */
async function follow({ client }: TestApi, selected: Selection, streamsState: boolean) {
  const objects = new Map<string, KubeObject>();
  const end = new AbortController();
  let resourceVersion: string | undefined;
  if (!streamsState) {
    const list = await client.list(CONFIG_MAPS, selected);
    for (const item of list.items) objects.set(keyOf(item), item);
    resourceVersion = list.metadata.resourceVersion;
  }
  const watching = (async () => {
    for await (const event of client.watch(CONFIG_MAPS, { ...selected, resourceVersion, signal: end.signal })) {
      apply(objects, event);
    }
  })();
  void watching;
  await settle();
  return { contents: () => byKey([...objects.values()]), stop: () => end.abort() };
}

function apply(objects: Map<string, KubeObject>, { type, object }: WatchEvent): void {
  const key = keyOf(object);
  if (type === 'ADDED') expect(objects.has(key), `${key} was added twice`).toBe(false);
  if (type === 'MODIFIED' || type === 'DELETED') expect(objects.has(key), `${key} was not there`).toBe(true);
  if (type === 'DELETED') objects.delete(key);
  else objects.set(key, object);
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`;

function byKey(items: readonly KubeObject[]): Record<string, [string | undefined, unknown]> {
  return Object.fromEntries(
    items
      .map((item) => [keyOf(item), [item.metadata.resourceVersion, item.metadata.labels]] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ) as Record<string, [string | undefined, unknown]>;
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 2));

test('pages of a list show one state, however much is written between them', { timeout: 30_000 }, async () => {
  await using api = await startTestApi();
  const { client } = api;
  const names = Array.from({ length: 60 }, (_, i) => `m-${String(i).padStart(2, '0')}`);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 25 }),
      fc.array(fc.record({ name: fc.constantFrom(...names), remove: fc.boolean() }), { maxLength: 30 }),
      async (limit, changes) => {
        await Promise.all(names.map((name) => put(client, name)));
        const whole = await client.list(CONFIG_MAPS, { namespace: 'default' });
        const seen: string[] = [];
        let token: string | undefined;
        let revision: string | undefined;
        const pending = [...changes];
        do {
          const page = await client.list(CONFIG_MAPS, { namespace: 'default', limit, continue: token });
          revision ??= page.metadata.resourceVersion;
          expect(page.metadata.resourceVersion).toBe(revision);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`));
          token = page.metadata.continue;
          for (const { name, remove } of pending.splice(0, 5)) {
            const ref = { ...CONFIG_MAPS, namespace: 'default', name };
            await (remove ? client.delete(ref).catch(() => {}) : put(client, name, String(Math.random())));
          }
        } while (token !== undefined);
        expect(seen).toEqual(whole.items.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`));
      },
    ),
    { numRuns: 25 },
  );
});

async function put(client: KubeClient, name: string, value = 'x'): Promise<void> {
  const ref = { ...CONFIG_MAPS, namespace: 'default' };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { value } };
  await client.create(ref, object).catch(() => client.update({ ...ref, name }, object));
}

test('fifty writers at once lose no update', { timeout: 30_000 }, async () => {
  await using api = await startTestApi();
  const { client } = api;
  await put(client, 'counter', '0');
  const ref = { ...CONFIG_MAPS, namespace: 'default', name: 'counter' };
  const increment = async () => {
    for (;;) {
      const object = await client.get<KubeObject & { data: { value: string } }>(ref);
      const data = { ...object.data, value: String(Number(object.data.value) + 1) };
      try {
        await client.update(ref, { ...object, data });
        return;
      } catch (error) {
        expect(error).toMatchObject({ reason: 'Conflict' });
      }
    }
  };
  const keys = Array.from({ length: 50 }, (_, i) => `key-${i}`);
  await Promise.all([
    ...keys.map(() => increment()),
    ...keys.map((key) => client.patch(ref, 'merge', { data: { [key]: 'merged' } })),
    ...keys.map((key) =>
      client.patch(
        ref,
        'apply',
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'counter' }, data: { [`${key}-applied`]: 'yes' } },
        { fieldManager: key },
      ),
    ),
  ]);
  const { data } = await client.get<KubeObject & { data: Record<string, string> }>(ref);
  expect(data.value).toBe('50');
  for (const key of keys) expect([data[key], data[`${key}-applied`]]).toEqual(['merged', 'yes']);
});

test('a watch from a revision that is gone says so, and one from the future waits', async () => {
  await using api = await startTestApi();
  const { client, server } = api;
  await put(client, 'a');
  const old = server.store.revision;
  for (let i = 0; i < 5; i++) await put(client, 'a', String(i));
  server.store.compact(server.store.revision);
  const watch = async (resourceVersion: string) => {
    for await (const event of client.watch(CONFIG_MAPS, { resourceVersion, timeoutSeconds: 1 })) return event.type;
    return 'end';
  };
  await expect(watch(String(old))).rejects.toMatchObject({ reason: 'Expired' });
  const next = watch(String(server.store.revision + 1));
  await put(client, 'b');
  await put(client, 'c');
  expect(await next).toBe('ADDED');
  const token = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: old, start: 'default/a\u0000' })).toString(
    'base64url',
  );
  const path = `${resourcePath({ ...CONFIG_MAPS, namespace: 'default' })}?limit=1&continue=${token}`;
  await expect(client.json('GET', path)).rejects.toMatchObject({
    reason: 'Expired',
    status: { metadata: { continue: expect.any(String) } },
  });
});
