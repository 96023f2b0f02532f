import { isStatusError, type KubeObject, type ManagedFieldsEntry, type StatusError } from '@luban/kube';
import { expect, test } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { type ApplyRequest, serverSideApply } from './server-side-apply.ts';
import { trackUpdate } from './track-update.ts';
import { unlessUnchanged } from './unchanged-write.ts';

function typedOf(group: string, version: string, kind: string): TypedSchema {
  const typed = builtInSchemas().kind(group, version, kind);
  if (typed === undefined) throw new Error(`no schema of ${kind}`);
  return typed;
}

const configMaps = typedOf('', 'v1', 'ConfigMap');
const deployments = typedOf('apps', 'v1', 'Deployment');

const configMap = (data: Record<string, unknown> | undefined, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...metadata },
  ...(data && { data }),
});

const request = (applied: KubeObject, live?: KubeObject, more: Partial<ApplyRequest> = {}): ApplyRequest => ({
  live,
  applied,
  manager: 'm',
  force: false,
  typed: configMaps,
  subresource: '',
  now: '2026-01-01T00:00:00Z',
  ...more,
});

const apply = (...parameters: Parameters<typeof request>) => serverSideApply(request(...parameters)).object;

function failureOf(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (isStatusError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const entryOf = (object: KubeObject, manager: string): ManagedFieldsEntry | undefined =>
  object.metadata.managedFields?.find((entry) => entry.manager === manager);

test('creates an object that belongs to the applier', () => {
  const { object, changed } = serverSideApply(request(configMap({ k: '1' }, { labels: { app: 'c' } })));
  expect(changed).toBe(true);
  expect(object).toEqual(
    configMap(
      { k: '1' },
      {
        labels: { app: 'c' },
        managedFields: [
          {
            manager: 'm',
            operation: 'Apply',
            apiVersion: 'v1',
            time: '2026-01-01T00:00:00Z',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': { 'f:k': {} }, 'f:metadata': { 'f:labels': { 'f:app': {} } } },
          },
        ],
      },
    ),
  );
});

test('says in Kubernetes’ words with whom an apply conflicts', () => {
  const live = apply(configMap({ a: '1', b: '1' }));
  expect(failureOf(() => apply(configMap({ a: '2' }), live, { manager: 'n' })).status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Apply failed with 1 conflict: conflict with "m": .data.a',
    reason: 'Conflict',
    details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "m"', field: '.data.a' }] },
    code: 409,
  });
  const updated = configMap({ a: '1', b: '1', c: '1' }, live.metadata);
  const managedFields = trackUpdate({ ...request(updated), old: live, updated, manager: 'curl', subresource: '' });
  const both = { ...updated, metadata: { ...updated.metadata, managedFields } };
  expect(failureOf(() => apply(configMap({ a: '2', b: '2', c: '2' }), both, { manager: 'n' })).message).toBe(
    'Apply failed with 3 conflicts: conflicts with "curl" using v1:\n- .data.c\nconflicts with "m":\n- .data.a\n- .data.b',
  );
});

test('names the subresource through which the other one wrote', () => {
  const live = configMap({ a: '1' });
  const managedFields = trackUpdate({ ...request(live), updated: live, manager: 'kubelet', subresource: 'status' });
  const tracked = configMap({ a: '1' }, { managedFields });
  expect(failureOf(() => apply(configMap({ a: '2' }), tracked)).message).toBe(
    'Apply failed with 1 conflict: conflict with "kubelet" with subresource "status" using v1: .data.a',
  );
});

test('with force takes fields over, and the former owner without any is gone', () => {
  const live = apply(configMap({ a: '1' }), undefined, { manager: 'loser' });
  const forced = apply(configMap({ a: '2' }), live, { force: true });
  expect(forced.data).toEqual({ a: '2' });
  expect(forced.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['m']);
});

test('removes what is no longer applied, unless somebody else owns it', () => {
  const first = apply(configMap({ a: '1', b: '1' }));
  const second = apply(configMap({ b: '1' }), first, { manager: 'n' });
  expect(apply(configMap(undefined), second).data).toEqual({ b: '1' });
});

test('an apply that changes nothing answers with the live object itself', () => {
  const live = apply(configMap({ a: '1' }));
  const again = serverSideApply(request(configMap({ a: '1' }), live, { now: '2027-01-01T00:00:00Z' }));
  expect(again.changed).toBe(false);
  expect(again.object).toBe(live);
});

test('an empty creation time says nothing', () => {
  const live = apply(configMap({ a: '1' }));
  const stored = { ...live, metadata: { ...live.metadata, creationTimestamp: '2025-01-01T00:00:00Z' } };
  const generated = configMap({ a: '1' }, { creationTimestamp: null });
  expect(serverSideApply(request(generated, stored)).object).toBe(stored);
});

test('objects that nobody tracked belong to an unknown client first', () => {
  const live = configMap({ a: '1' }, { uid: 'u', resourceVersion: '1', creationTimestamp: '2025-01-01T00:00:00Z' });
  expect(failureOf(() => apply(configMap({ a: '2' }), live)).message).toBe(
    'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a',
  );
  expect(entryOf(apply(configMap({ b: '2' }), live), 'before-first-apply')?.fieldsV1).toEqual({
    'f:data': { '.': {}, 'f:a': {} },
  });
});

const deployment = (image: string, more: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'web',
            image,
            ports: [{ containerPort: 80 }],
            resources: { limits: { cpu: 1 } },
          },
        ],
      },
    },
    ...more,
  },
});

test('knows the lists and atomic parts of built-in kinds, and the defaults of their keys', () => {
  const live = apply(deployment('web:1'), undefined, { typed: deployments });
  expect(entryOf(live, 'm')?.fieldsV1).toEqual({
    'f:spec': {
      'f:selector': {},
      'f:template': {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': {
          'f:containers': {
            'k:{"name":"web"}': {
              '.': {},
              'f:image': {},
              'f:name': {},
              'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
              'f:resources': { 'f:limits': { 'f:cpu': {} } },
            },
          },
        },
      },
    },
  });
});

test('what defaults add is owned by nobody and stays', () => {
  const live = apply(deployment('web:1'), undefined, { typed: deployments });
  const defaulted = structuredClone(live);
  Object.assign(defaulted.spec as object, { replicas: 1, revisionHistoryLimit: 10 });
  const next = apply(deployment('web:2'), defaulted, { typed: deployments });
  expect(next.spec).toMatchObject({ replicas: 1, revisionHistoryLimit: 10 });
  const scaled = apply(deployment('web:2', { replicas: 3 }), next, { typed: deployments, manager: 'scaler' });
  expect(scaled.spec).toMatchObject({ replicas: 3 });
});

test('refuses fields that the schema does not know, wrong types, repeated items and foreign ownership', () => {
  const refusal = (applied: KubeObject, typed = deployments) =>
    failureOf(() => apply(applied, undefined, { typed })).message;
  expect(refusal(deployment('web:1', { replica: 1 }))).toBe(
    'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema',
  );
  expect(refusal(deployment('web:1', { replicas: '1', paused: 1 }))).toBe(
    'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): errors:\n' +
      '  .spec.replicas: expected numeric (int or float), got string\n' +
      '  .spec.paused: expected boolean, got &{1}',
  );
  expect(refusal(configMap({ a: 1 }), configMaps)).toBe(
    'failed to create typed patch object (/c; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
  );
  const twice = deployment('web:1', { template: { spec: { containers: [{ name: 'a' }, { name: 'a' }] } } });
  expect(refusal(twice)).toContain('.spec.template.spec.containers: duplicate entries for key [name="a"]');
  expect(refusal(configMap({}, { managedFields: [] }), configMaps)).toBe('metadata.managedFields must be nil');
});

test('ignored fields are neither owned nor in conflict', () => {
  const pods = typedOf('', 'v1', 'Pod');
  const pod = (phase: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels: { app: 'p' } },
    status: { phase },
  });
  const main = { typed: pods, ignoredFields: { except: [['status']] } };
  const live = apply(pod('Running'), undefined, main);
  expect(entryOf(live, 'm')?.fieldsV1).toEqual({ 'f:metadata': { 'f:labels': { 'f:app': {} } } });
  const status = { typed: pods, ignoredFields: { only: [['status']] }, subresource: 'status', manager: 'kubelet' };
  const reported = apply(pod('Failed'), live, status);
  expect(entryOf(reported, 'kubelet')).toMatchObject({
    subresource: 'status',
    fieldsV1: { 'f:status': { 'f:phase': {} } },
  });
});

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

test('kubectl takes over what it applied on the client side, and keeps the annotation up to date', () => {
  const annotation = JSON.stringify(configMap({ a: '1' }));
  const created = configMap({ a: '1', other: '1' }, { annotations: { [LAST_APPLIED]: annotation } });
  const managedFields = trackUpdate({ ...request(created), updated: created, manager: 'kubectl-client-side-apply' });
  const live = configMap({ a: '1', other: '1' }, { annotations: { [LAST_APPLIED]: annotation }, managedFields });
  expect(failureOf(() => apply(configMap({ a: '2' }), live, { manager: 'helm' })).code).toBe(409);
  expect(failureOf(() => apply(configMap({ a: '2', other: '2' }), live, { manager: 'kubectl' })).message).toContain(
    '1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.other',
  );
  const applied = apply(configMap({ a: '2' }), live, { manager: 'kubectl' });
  expect(applied.data).toEqual({ a: '2', other: '1' });
  expect(JSON.parse(applied.metadata.annotations?.[LAST_APPLIED] ?? '')).toEqual(configMap({ a: '2' }));
});

test('a write that only moves times is none', () => {
  const live = apply(configMap({ a: '1' }));
  const touched = structuredClone(live);
  for (const entry of touched.metadata.managedFields ?? []) entry.time = '2027-01-01T00:00:00Z';
  expect(unlessUnchanged(live, touched)).toBe(live);
  const changed = { ...touched, data: { a: '2' } };
  expect(unlessUnchanged(live, changed)).toBe(changed);
});

test('keys that mean something to JavaScript are plain keys, and a prototype is none', () => {
  const hostile = JSON.parse('{"constructor":"1","toString":"2"}');
  const live = apply(configMap(hostile));
  expect(live.data).toEqual(hostile);
  const merged = apply(configMap(JSON.parse('{"__proto__":"x","valueOf":"1"}')), live, { manager: 'n' });
  expect(Object.getPrototypeOf(merged.data)).toBe(Object.prototype);
  expect(Object.keys(merged.data as object).sort()).toEqual(['constructor', 'toString', 'valueOf']);
});
