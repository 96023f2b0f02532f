import { type KubeObject, ManualClock } from '@luban/kube';
import { expect, onTestFinished, test } from 'vitest';
import type { ResourceType } from '../registry/resource-type.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { CrdController } from './crd-controller.ts';
import { CRD_STORAGE_KEY } from './custom-resource-definition.ts';
import { established, METADATA, widgetDefinition } from './testing/definitions.ts';

async function setup() {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const store = await openStore({ clock, onError: (error) => failures.push(error) });
  const told: string[][] = [];
  let types: readonly ResourceType[] = [];
  const controller = new CrdController({
    store,
    clock,
    metadataSchema: METADATA,
    onTypes(next) {
      types = next;
      told.push(next.map(({ resource, version }) => `${resource}/${version}`));
    },
    onError: (error) => failures.push(error),
  });
  onTestFinished(async () => {
    controller[Symbol.dispose]();
    await store[Symbol.asyncDispose]();
    expect(failures).toEqual([]);
  });
  return { store, controller, told, types: () => types, settle: () => clock.advance(0) };
}

/** As the strategy leaves it. */
function fresh(plural = 'widgets', kind = 'Widget'): KubeObject {
  const crd = established(widgetDefinition({ type: 'object' }, {}, { names: { plural, kind } }));
  crd.metadata.name = `${plural}.example.com`;
  crd.status = { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: ['v1'] };
  return crd;
}

const put = (store: Store, crd: KubeObject) =>
  store.write({ resource: CRD_STORAGE_KEY, key: crd.metadata.name!, object: crd });

const stored = (store: Store, name: string) => store.get(CRD_STORAGE_KEY, name)?.object;

function conditions(store: Store, name: string): Record<string, string> {
  const { status } = stored(store, name) as unknown as {
    status: { conditions: { type: string; status: string; reason: string }[] };
  };
  return Object.fromEntries(status.conditions.map(({ type, status, reason }) => [type, `${status} ${reason}`]));
}

async function deleteDefinition(store: Store, name: string): Promise<void> {
  const crd = structuredClone(stored(store, name)!);
  crd.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
  await put(store, crd);
}

const widget = (name: string, finalizers?: string[]): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name, namespace: 'n', generation: 1, ...(finalizers && { finalizers }) },
});

const putWidget = (store: Store, object: KubeObject) =>
  store.write({ resource: 'widgets.example.com', key: `n/${object.metadata.name}`, object });

test('a definition is established at once, and its kind is served by then', async () => {
  const { store, controller, types, settle } = await setup();
  controller.start();
  let servedWhenEstablished: boolean | undefined;
  store.subscribe(CRD_STORAGE_KEY, undefined, () => {
    if (conditions(store, 'widgets.example.com').Established === undefined) return;
    servedWhenEstablished ??= types().length > 0;
  });
  await put(store, fresh());
  await settle();
  expect(conditions(store, 'widgets.example.com')).toEqual({
    NamesAccepted: 'True NoConflicts',
    Established: 'True InitialNamesAccepted',
  });
  expect(stored(store, 'widgets.example.com')?.status).toMatchObject({
    acceptedNames: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
  });
  expect(servedWhenEstablished).toBe(true);
});

test('definitions that are there already are told before start returns', async () => {
  const { store, controller, told } = await setup();
  await put(store, established(widgetDefinition()));
  controller.start();
  expect(told).toEqual([['widgets/v1']]);
});

test('nothing is told when nothing changed', async () => {
  const { store, controller, told, settle } = await setup();
  controller.start();
  await put(store, fresh());
  await settle();
  const before = told.length;
  const crd = structuredClone(stored(store, 'widgets.example.com')!);
  crd.metadata.annotations = { a: 'b' };
  await put(store, crd);
  await settle();
  expect(told).toHaveLength(before);
});

test('a name that is given up goes to who waits for it', async () => {
  const { store, controller, settle } = await setup();
  controller.start();
  await put(store, fresh());
  await settle();
  await put(store, fresh('others', 'Widget'));
  await settle();
  expect(conditions(store, 'others.example.com')).toEqual({
    NamesAccepted: 'False ListKindConflict',
    Established: 'False NotAccepted',
  });
  await deleteDefinition(store, 'widgets.example.com');
  await settle();
  await settle();
  expect(stored(store, 'widgets.example.com')).toBeUndefined();
  expect(conditions(store, 'others.example.com').Established).toBe('True InitialNamesAccepted');
});

test('a definition takes its objects with it, when their finalizers let them go', async () => {
  const { store, controller, told, types, settle } = await setup();
  controller.start();
  await put(store, fresh());
  await settle();
  await putWidget(store, widget('free'));
  await putWidget(store, widget('held', ['example.com/hold']));
  await deleteDefinition(store, 'widgets.example.com');
  await settle();
  await settle();
  expect(conditions(store, 'widgets.example.com').Terminating).toBe('True InstanceDeletionInProgress');
  expect(types()[0]?.verbs).not.toContain('create');
  expect(store.get('widgets.example.com', 'n/free')).toBeUndefined();
  const held = store.get('widgets.example.com', 'n/held')!;
  expect(held.object.metadata).toMatchObject({ deletionGracePeriodSeconds: 0, generation: 2 });
  expect(held.object.metadata.deletionTimestamp).toBeDefined();
  // Whoever holds it lets go.
  await store.write({ resource: 'widgets.example.com', key: 'n/held' });
  await settle();
  await settle();
  expect(stored(store, 'widgets.example.com')).toBeUndefined();
  expect(told.at(-1)).toEqual([]);
});

test("others' finalizers keep a definition after its objects are gone", async () => {
  const { store, controller, settle } = await setup();
  controller.start();
  const crd = fresh();
  crd.metadata.finalizers?.push('example.com/mine');
  await put(store, crd);
  await settle();
  await deleteDefinition(store, 'widgets.example.com');
  await settle();
  await settle();
  expect(stored(store, 'widgets.example.com')?.metadata.finalizers).toEqual(['example.com/mine']);
  expect(conditions(store, 'widgets.example.com').Terminating).toBe('False InstanceDeletionCompleted');
});

test('a cleanup that was interrupted goes on after a restart', async () => {
  const { store, controller, settle } = await setup();
  const crd = established(widgetDefinition());
  crd.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
  await put(store, crd);
  await putWidget(store, widget('left'));
  controller.start();
  await settle();
  await settle();
  expect(stored(store, 'widgets.example.com')).toBeUndefined();
  expect(store.count('widgets.example.com')).toBe(0);
});
