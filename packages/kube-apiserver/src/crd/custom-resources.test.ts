/** Definitions and their objects through the API. */
import { type KubeObject, StatusError } from '@luban/kube';
import { expect, onTestFinished, test } from 'vitest';
import { startTestApi } from '../testing.ts';
import { widgetDefinition } from './testing/definitions.ts';

const CRDS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
const WIDGETS = { group: 'example.com', version: 'v1', resource: 'widgets', namespace: 'default' };

async function setup(crd: KubeObject) {
  const api = await startTestApi();
  onTestFinished(async () => {
    expect(api.errors).toEqual([]);
    await api[Symbol.asyncDispose]();
  });
  await api.client.create(CRDS, crd);
  await expect.poll(() => conditions(api.client), { interval: 2 }).toContain('Established');
  return api.client;
}

async function conditions(client: { get(ref: object): Promise<KubeObject> }): Promise<string[]> {
  const crd = await client.get({ ...CRDS, name: 'widgets.example.com' });
  const { conditions } = crd.status as { conditions: { type: string; status: string }[] };
  return conditions.filter(({ status }) => status === 'True').map(({ type }) => type);
}

const widget = (name: string, spec: unknown, more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name, ...more },
  spec,
});

/** Message of the refusal. */
async function refused(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

const SPEC = {
  type: 'object',
  properties: {
    size: { type: 'integer', default: 1, maximum: 5 },
    color: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'color is final' }] },
  },
};

test('objects are defaulted, pruned and checked, now and when they change', async () => {
  const client = await setup(widgetDefinition(SPEC));
  const made = await client.create(WIDGETS, widget('a', { color: 'red', unknown: 1 }));
  expect(made.spec).toEqual({ size: 1, color: 'red' });
  expect(await refused(client.create(WIDGETS, widget('b', { size: 'x' })))).toContain(
    'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
  );
  const ref = { ...WIDGETS, name: 'a' };
  expect(await refused(client.patch(ref, 'merge', { spec: { color: 'blue' } }))).toBe(
    'Widget.example.com "a" is invalid: spec.color: Invalid value: "string": color is final',
  );
  expect((await client.patch(ref, 'merge', { spec: { size: 3 } })).metadata.generation).toBe(2);
});

test('a definition that changes changes what is served, and tolerates what it would refuse now', async () => {
  const client = await setup(widgetDefinition(SPEC));
  await client.create(WIDGETS, widget('a', { size: 4 }));
  const crd = await client.get({ ...CRDS, name: 'widgets.example.com' });
  const stricter = {
    type: 'object',
    properties: { size: { type: 'integer', maximum: 2 }, extra: { type: 'string', default: 'x' } },
  };
  await client.update({ ...CRDS, name: 'widgets.example.com' }, { ...crd, spec: widgetDefinition(stricter).spec });
  const ref = { ...WIDGETS, name: 'a' };
  await expect.poll(async () => (await client.get(ref)).spec, { interval: 2 }).toEqual({ size: 4, extra: 'x' });
  expect((await client.patch(ref, 'merge', { metadata: { labels: { a: 'b' } } })).spec).toEqual({
    size: 4,
    extra: 'x',
  });
  expect(await refused(client.patch(ref, 'merge', { spec: { size: 3 } }))).toContain('less than or equal to 2');
});

test('a definition goes after its objects', async () => {
  const client = await setup(widgetDefinition(SPEC));
  await client.create(WIDGETS, widget('free', {}));
  await client.create(WIDGETS, widget('held', {}, { finalizers: ['example.com/hold'] }));
  await client.delete({ ...CRDS, name: 'widgets.example.com' });
  await expect.poll(async () => (await client.list(WIDGETS)).items.length, { interval: 2 }).toBe(1);
  expect(await conditions(client)).toContain('Terminating');
  await refused(client.create(WIDGETS, widget('late', {})));
  await client.patch({ ...WIDGETS, name: 'held' }, 'merge', { metadata: { finalizers: null } });
  const gone = () => refused(client.get({ ...CRDS, name: 'widgets.example.com' })).catch(() => 'still there');
  await expect.poll(gone, { interval: 2 }).toContain('not found');
});
