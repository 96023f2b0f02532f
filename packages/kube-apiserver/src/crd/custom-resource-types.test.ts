import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { customResourceTypes } from './custom-resource-types.ts';
import { CONTEXT, established, METADATA, NOW, told, widgetDefinition } from './testing/definitions.ts';
import { EXCERPTS } from './testing/excerpts.ts';

const SPEC = {
  type: 'object',
  properties: {
    replicas: { type: 'integer', default: 1 },
    color: { type: 'string' },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    },
    any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
  'x-kubernetes-validations': [{ rule: "!has(self.color) || self.color != 'none'", message: 'some color' }],
};

const VERSION = {
  subresources: {
    status: {},
    scale: {
      specReplicasPath: '.spec.replicas',
      statusReplicasPath: '.status.replicas',
      labelSelectorPath: '.status.selector',
    },
  },
  selectableFields: [{ jsonPath: '.spec.color' }],
  additionalPrinterColumns: [
    { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
};

const NAMES = { names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'], categories: ['all'] } };

const [type] = customResourceTypes(established(widgetDefinition(SPEC, VERSION, NAMES)), METADATA);

const widget = (spec: Record<string, unknown>, more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'n', creationTimestamp: '2025-12-31T21:48:00Z' },
  spec,
  ...more,
});

test('a definition becomes a type once it is established', () => {
  expect(customResourceTypes(widgetDefinition(SPEC), METADATA)).toEqual([]);
  expect(type).toMatchObject({
    group: 'example.com',
    version: 'v1',
    kind: 'Widget',
    listKind: 'WidgetList',
    resource: 'widgets',
    singular: 'widget',
    namespaced: true,
    shortNames: ['wd'],
    categories: ['all'],
    storageKey: 'widgets.example.com',
    custom: true,
    subresources: [
      { name: 'status', group: 'example.com', version: 'v1', kind: 'Widget', verbs: ['get', 'patch', 'update'] },
      { name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] },
    ],
  });
  expect(type?.conversion).toBeUndefined();
});

test.each(Object.keys(EXCERPTS))('%s is served', (name) => {
  expect(customResourceTypes(established(EXCERPTS[name]!), METADATA)).toHaveLength(1);
});

test('versions that are not served are none of the types', () => {
  const crd = established(widgetDefinition(SPEC, { served: false }));
  expect(customResourceTypes(crd, METADATA)).toEqual([]);
});

test('while the definition is deleted, no object may come', () => {
  const crd = established(widgetDefinition());
  crd.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
  const verbs = customResourceTypes(crd, METADATA)[0]?.verbs;
  expect(verbs).not.toContain('create');
  expect(verbs).toContain('patch');
});

test('the schema tells how fields are merged', () => {
  const { schema } = type!.schema;
  expect(schema['x-kubernetes-group-version-kind']).toEqual([{ group: 'example.com', version: 'v1', kind: 'Widget' }]);
  expect(schema.properties?.metadata).toBe(METADATA.schema);
  expect(schema.properties?.spec?.properties).toEqual({
    replicas: { type: 'integer', default: 1 },
    color: { type: 'string' },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    },
    any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  });
});

test('objects are pruned, defaulted and checked', () => {
  const draft = widget({ other: 1, any: { kept: 1 } });
  type!.strategy.default?.(draft);
  expect(draft.spec).toEqual({ replicas: 1, any: { kept: 1 } });
  const errorsOf = (object: KubeObject, old?: KubeObject) =>
    told(type!.strategy.validate?.(object, CONTEXT, old) ?? []);
  expect(errorsOf(draft)).toEqual([]);
  expect(errorsOf(widget({ color: 'none' }))).toEqual(['spec: Invalid value: "object": some color']);
  expect(errorsOf(widget({ replicas: 'x', color: 'none' }))).toEqual([
    'spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"',
    '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  ]);
  expect(errorsOf(widget({ replicas: -1 }))).toEqual([
    '.spec.replicas: Invalid value: -1: should be a non-negative integer',
  ]);
  const twice = widget({ ports: [{ name: 'a' }, { name: 'a' }] });
  expect(errorsOf(twice)).toEqual(['spec.ports[1]: Duplicate value: {"name":"a"}']);
  expect(errorsOf(twice, twice)).toEqual([]);
  expect(told(type!.strategy.validateStatusUpdate?.(widget({ replicas: 'x' }), widget({})) ?? [])).toHaveLength(2);
});

test('the scale is read and written by its paths', () => {
  const object = widget({ replicas: 3 }, { status: { replicas: 2, selector: 'a=b' } });
  expect(type!.scale?.read(object)).toEqual({ replicas: 3, statusReplicas: 2, selector: 'a=b' });
  expect(type!.scale?.read(widget({}))).toEqual({ replicas: undefined, statusReplicas: 0, selector: '' });
  expect(type!.scale?.write(object, 5).spec).toEqual({ replicas: 5 });
  expect(object.spec).toEqual({ replicas: 3 });
  const { spec: _, ...bare } = widget({});
  expect(type!.scale?.write(bare as KubeObject, 5).spec).toEqual({ replicas: 5 });
});

test('the columns of the definition are shown behind the name', () => {
  const status = { conditions: [{ type: 'Ready', status: 'True' }] };
  expect(type!.printer.columns.map(({ name, type, priority }) => [name, type, priority])).toEqual([
    ['Name', 'string', 0],
    ['Replicas', 'integer', 0],
    ['Ready', 'string', 1],
    ['Age', 'date', 0],
  ]);
  expect(type!.printer.cells(widget({ replicas: 3 }, { status }), NOW)).toEqual(['w', 3, 'True', '132m']);
  expect(type!.printer.cells(widget({ replicas: 'x' }), NOW)).toEqual(['w', null, null, '132m']);
  const [plain] = customResourceTypes(established(widgetDefinition()), METADATA);
  expect(plain?.printer.cells(widget({}), NOW)).toEqual(['w', '132m']);
});

test('fields can be selected by', () => {
  expect(type!.strategy.selectable).toEqual(['spec.color']);
  expect(type!.strategy.selectableFields?.(widget({ color: 'red' }))).toEqual({ 'spec.color': 'red' });
  expect(type!.strategy.selectableFields?.(widget({}))).toEqual({ 'spec.color': '' });
});

test('deprecated versions and unqualified finalizers are warned of', () => {
  const [old] = customResourceTypes(established(widgetDefinition({ type: 'object' }, { deprecated: true })), METADATA);
  const object = widget({});
  object.metadata.finalizers = ['mine', 'example.com/mine'];
  expect(old?.strategy.warnings?.(object, undefined)).toEqual([
    'example.com/v1 Widget is deprecated',
    'metadata.finalizers: "mine": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers',
  ]);
});

test('versions differ in nothing but their name, and get their own defaults', () => {
  const version = (name: string, size: number, storage = false) => ({
    name,
    served: true,
    storage,
    schema: {
      openAPIV3Schema: {
        type: 'object',
        properties: { spec: { type: 'object', properties: { size: { type: 'integer', default: size } } } },
      },
    },
  });
  const versions = [version('v1', 1, true), version('v2', 2)];
  const [v1, v2] = customResourceTypes(established(widgetDefinition({}, {}, { versions })), METADATA);
  const stored = Object.freeze({ ...widget({}), spec: Object.freeze({}) });
  expect(v1?.conversion).toBeUndefined();
  expect(v2?.conversion?.fromStored(stored)).toMatchObject({ apiVersion: 'example.com/v2', spec: { size: 2 } });
  expect(v2?.conversion?.toStored({ ...stored, apiVersion: 'example.com/v2' }).apiVersion).toBe('example.com/v1');
  expect(v2?.storageKey).toBe(v1?.storageKey);
});

test('objects from before a change of the definition get its defaults when they are read', () => {
  const crd = established(widgetDefinition(SPEC));
  crd.metadata.generation = 2;
  const [type] = customResourceTypes(crd, METADATA);
  expect(type?.conversion?.fromStored(widget({}))).toMatchObject({ spec: { replicas: 1 } });
});

test('conversion by a webhook is refused clearly', () => {
  const conversion = {
    strategy: 'Webhook',
    webhook: { clientConfig: { url: 'https://hooks.example.com' }, conversionReviewVersions: ['v1'] },
  };
  const version = (name: string, storage: boolean) => ({
    name,
    served: true,
    storage,
    schema: { openAPIV3Schema: { type: 'object', description: name } },
  });
  const versions = [version('v1', true), version('v2', false)];
  const [, v2] = customResourceTypes(established(widgetDefinition({}, {}, { versions, conversion })), METADATA);
  expect(() => v2?.conversion?.fromStored(widget({}))).toThrow(
    "Internal error occurred: conversion webhook for example.com/v1, Kind=Widget failed: this server does not call conversion webhooks, so it can't make a example.com/v2 of it",
  );
});

test('what is nested too deeply is refused', () => {
  const [free] = customResourceTypes(
    established(widgetDefinition({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true })),
    METADATA,
  );
  const deep = (levels: number) =>
    JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as Record<string, unknown>;
  expect(() => free?.strategy.default?.(widget(deep(100_000)))).toThrow('nested too deeply');
  const draft = widget(deep(490));
  free?.strategy.default?.(draft);
  expect(free?.strategy.validate?.(draft, CONTEXT, widget(deep(490)))).toEqual([]);
});

test('a deprecated version says so, and what to use', () => {
  const version = (name: string, more: object = {}) => ({
    name,
    served: true,
    storage: name === 'v1',
    schema: { openAPIV3Schema: { type: 'object' } },
    ...more,
  });
  const deprecations = (versions: object[]) => {
    const definition = established(widgetDefinition(SPEC, VERSION, NAMES));
    const types = customResourceTypes({ ...definition, spec: { ...(definition.spec as object), versions } }, METADATA);
    return types.map(({ deprecation }) => deprecation);
  };
  const own = { deprecated: true, deprecationWarning: 'Use gadgets' };
  expect(deprecations([version('v1'), version('v1beta1', { deprecated: true }), version('v1alpha1', own)])).toEqual([
    undefined,
    'example.com/v1beta1 Widget is deprecated; use example.com/v1 Widget',
    'Use gadgets',
  ]);
  expect(deprecations([version('v2alpha1'), version('v1', { deprecated: true })])).toEqual([
    undefined,
    'example.com/v1 Widget is deprecated',
  ]);
});
