import type { KubeObject, ManagedFieldsEntry } from '@luban/kube';
import { expect, test } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { fieldManagerOf, type TrackedWrite, trackUpdate } from './track-update.ts';

function typedOf(kind: string): TypedSchema {
  const typed = builtInSchemas().kind('', 'v1', kind);
  if (typed === undefined) throw new Error(`no schema of ${kind}`);
  return typed;
}

const typed = typedOf('ConfigMap');

const configMap = (data: Record<string, string>, managedFields?: unknown): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', uid: 'u', ...(managedFields !== undefined && { managedFields: managedFields as [] }) },
  data,
});

function track(updated: KubeObject, old?: KubeObject, more: Partial<TrackedWrite> = {}) {
  const defaults = { manager: 'curl', typed, subresource: '', now: '2026-01-01T00:00:00Z' };
  return trackUpdate({ ...defaults, old, updated, ...more });
}

function created(data: Record<string, string>, more: Partial<TrackedWrite> = {}): KubeObject {
  return configMap(data, track(configMap(data), undefined, more));
}

const entry = (
  fieldsV1: ManagedFieldsEntry['fieldsV1'],
  more: Partial<ManagedFieldsEntry> = {},
): ManagedFieldsEntry => ({
  manager: 'curl',
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
});

test('who creates an object owns all of it, parents included, but nothing that the server sets', () => {
  expect(track(configMap({ a: '1' }))).toEqual([entry({ 'f:data': { '.': {}, 'f:a': {} } })]);
});

test('an update owns what it changed, and only that', () => {
  const old = created({ a: '1', b: '1' });
  const later = { manager: 'editor', now: '2026-01-02T00:00:00Z' };
  expect(track(configMap({ a: '2', b: '1', c: '1' }), old, later)).toEqual([
    entry({ 'f:data': { '.': {}, 'f:b': {} } }),
    entry({ 'f:data': { 'f:a': {}, 'f:c': {} } }, { manager: 'editor', time: later.now }),
  ]);
  expect(track(configMap({ a: '1' }), old, later)).toEqual([entry({ 'f:data': { '.': {}, 'f:a': {} } })]);
});

test('a second update of the same client widens its entry and moves its time', () => {
  const old = created({ a: '1' });
  expect(track(configMap({ a: '1', b: '1' }), old, { now: '2026-01-02T00:00:00Z' })).toEqual([
    entry({ 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } }, { time: '2026-01-02T00:00:00Z' }),
  ]);
});

test('a write that changes nothing keeps the very same record', () => {
  const old = created({ a: '1' });
  const record = old.metadata.managedFields;
  expect(track(configMap({ a: '1' }), old, { now: '2027-01-01T00:00:00Z' })).toBe(record);
  expect(track(structuredClone(old), old, { now: '2027-01-01T00:00:00Z' })).toBe(record);
});

test('[] and [{}] end the record, which does not begin again with an update', () => {
  const old = created({ a: '1' });
  expect(track(configMap({ a: '1' }, []), old)).toBeUndefined();
  expect(track(configMap({ a: '2' }, [{}]), old)).toBeUndefined();
  expect(track(configMap({ a: '2' }), configMap({ a: '1' }))).toBeUndefined();
});

test('a record that the client rewrote is taken', () => {
  const old = created({ a: '1' });
  const migrated = [entry({ 'f:data': { 'f:a': {} } }, { manager: 'kubectl', operation: 'Apply' })];
  expect(track(configMap({ a: '1' }, migrated), old)).toEqual(migrated);
});

test('a broken record is ignored, and so is any on a subresource', () => {
  const old = created({ a: '1' });
  const record = old.metadata.managedFields;
  const fields = { 'f:data': {} };
  const broken: unknown[] = [
    'nonsense',
    [1],
    [entry(fields, { operation: 'Replace' as 'Update' })],
    [entry(fields, { apiVersion: '' })],
    [{ ...entry(fields), fieldsType: 'FieldsV2' }],
    [{ ...entry(fields), fieldsV1: { 'k:{': {} } }],
    [{ ...entry(fields), fieldsV1: 'x' }],
    [{ ...entry(fields), time: 'yesterday' }],
  ];
  for (const sent of broken) expect(track(configMap({ a: '1' }, sent), old)).toEqual(record);
  expect(track(configMap({ a: '1' }, []), old, { subresource: 'status' })).toBe(record);
});

test('a broken record that was stored counts as none', () => {
  const old = configMap({ a: '1' }, [{ manager: 'x' }]);
  expect(track(configMap({ a: '2' }, [{ manager: 'x' }]), old)).toBeUndefined();
});

test('status is owned by who writes it through its subresource', () => {
  const pod = (phase: string, managedFields?: ManagedFieldsEntry[]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels: { app: 'p' }, managedFields },
    spec: { nodeName: 'n' },
    status: { phase },
  });
  const pods = { typed: typedOf('Pod'), ignoredFields: { except: [['status']] } };
  const record = track(pod('Pending'), undefined, pods);
  expect(record?.[0]?.fieldsV1).not.toHaveProperty('f:status');
  const reported = track(pod('Running'), pod('Pending', record), {
    typed: pods.typed,
    ignoredFields: { only: [['status']] },
    subresource: 'status',
    manager: 'kubelet',
  });
  expect(reported?.find(({ manager }) => manager === 'kubelet')).toEqual(
    entry({ 'f:status': { 'f:phase': {} } }, { manager: 'kubelet', subresource: 'status' }),
  );
});

test('no more than ten updaters are kept apart, the oldest become one', () => {
  let live = created({ k0: '1' }, { manager: 'm0' });
  for (let index = 1; index <= 14; index++) {
    const data = { ...(live.data as Record<string, string>), [`k${index}`]: '1' };
    const now = `2026-02-${String(index).padStart(2, '0')}T00:00:00Z`;
    live = configMap(data, track(configMap(data), live, { manager: `m${index}`, now }));
  }
  const record = live.metadata.managedFields ?? [];
  expect(record).toHaveLength(10);
  const ancient = record.find(({ manager }) => manager === 'ancient-changes');
  expect(ancient).toEqual(
    entry(
      { 'f:data': { '.': {}, 'f:k0': {}, 'f:k1': {}, 'f:k2': {}, 'f:k3': {}, 'f:k4': {}, 'f:k5': {} } },
      { manager: 'ancient-changes', time: '2026-02-05T00:00:00Z' },
    ),
  );
});

test('the field manager is named by the request or else by the program', () => {
  expect(fieldManagerOf('helm', 'kubectl/v1.34')).toBe('helm');
  expect(fieldManagerOf('', 'kubectl/v1.34 (linux/amd64)')).toBe('kubectl');
  expect(fieldManagerOf(undefined, undefined)).toBe('');
  expect(track(configMap({ a: '1' }), undefined, { manager: '' })?.[0]?.manager).toBe('unknown');
});
