import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { crdStrategy } from './crd-strategy.ts';
import { CLEANUP_FINALIZER } from './custom-resource-definition.ts';
import { CONTEXT, established, told, widgetDefinition } from './testing/definitions.ts';
import { EXCERPTS } from './testing/excerpts.ts';

const strategy = crdStrategy();

function created(crd: KubeObject): KubeObject {
  const draft = structuredClone(crd);
  strategy.default?.(draft);
  strategy.prepareForCreate?.(draft, CONTEXT);
  return draft;
}

const errorsOf = (crd: KubeObject) => told(strategy.validate?.(created(crd), CONTEXT) ?? []);

test.each(Object.keys(EXCERPTS))('%s is accepted', (name) => {
  expect(errorsOf(EXCERPTS[name]!)).toEqual([]);
});

test('what is left out is filled in, once', () => {
  const draft = created(widgetDefinition());
  expect(draft).toMatchObject({
    metadata: { finalizers: [CLEANUP_FINALIZER] },
    spec: { names: { singular: 'widget', listKind: 'WidgetList' }, conversion: { strategy: 'None' } },
    status: { storedVersions: ['v1'], conditions: [] },
  });
  const again = structuredClone(draft);
  strategy.default?.(again);
  expect(again).toEqual(draft);
});

const version = (name: string, more = {}) => ({
  name,
  served: true,
  storage: false,
  schema: { openAPIV3Schema: { type: 'object', description: name } },
  ...more,
});

test.each<[string, KubeObject, string[]]>([
  [
    'another name',
    { ...widgetDefinition(), metadata: { name: 'gadgets.example.com' } },
    ['metadata.name: Invalid value: "gadgets.example.com": must be spec.names.plural+"."+spec.group'],
  ],
  [
    'a scope that is none',
    widgetDefinition({ type: 'object' }, {}, { scope: 'Global' }),
    ['spec.scope: Unsupported value: "Global": supported values: "Cluster", "Namespaced"'],
  ],
  [
    'no storage version',
    widgetDefinition({ type: 'object' }, { storage: false }),
    [
      'spec.versions: Invalid value: [{"name":"v1","served":true,"storage":false}]: must have exactly one version marked as storage version',
      'status.storedVersions: Invalid value: []: must have at least one stored version',
    ],
  ],
  [
    'two versions of one name',
    widgetDefinition({}, {}, { versions: [version('v1', { storage: true }), version('v1')] }),
    [
      'spec.versions: Invalid value: [{"name":"v1","served":true,"storage":true},{"name":"v1","served":true,"storage":false}]: must contain unique version names',
    ],
  ],
  [
    'no schema',
    widgetDefinition({}, { schema: undefined }),
    ['spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required'],
  ],
  [
    'a schema that is not structural, in the only version',
    widgetDefinition({ type: 'object', properties: { a: {} } }),
    [
      'spec.validation.openAPIV3Schema.properties[spec].properties[a].type: Required value: must not be empty for specified object fields',
    ],
  ],
  [
    'a schema that is not structural, in one of several versions',
    widgetDefinition(
      {},
      {},
      {
        versions: [
          version('v1', { storage: true }),
          version('v2', { schema: { openAPIV3Schema: { type: 'object', properties: { a: {} } } } }),
        ],
      },
    ),
    [
      'spec.versions[1].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields',
    ],
  ],
  [
    'a default that is none of its values',
    widgetDefinition({ type: 'object', properties: { a: { type: 'integer', default: 'x' } } }),
    [
      'spec.validation.openAPIV3Schema.properties[spec].properties[a].default: Invalid value: "string": spec.validation.openAPIV3Schema.properties[spec].properties[a].default in body must be of type integer: "string"',
    ],
  ],
  [
    'a default with unknown fields',
    widgetDefinition({ type: 'object', default: { b: 1 } }),
    ['spec.validation.openAPIV3Schema.properties[spec].default: Invalid value: {"b":1}: must not have unknown fields'],
  ],
  [
    'a rule that does not compile',
    widgetDefinition({ type: 'object', 'x-kubernetes-validations': [{ rule: 'self.a' }] }),
    [
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: "self.a": compilation failed: ERROR: <input>:1:6: undefined field \'a\'\n | self.a\n | .....^',
    ],
  ],
  [
    'a column of no type',
    widgetDefinition(
      { type: 'object' },
      { additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: 'spec.a' }] },
    ),
    [
      'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
      'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec.a": must be a simple json path starting with .',
    ],
  ],
  [
    'a scale outside of the spec',
    widgetDefinition(
      { type: 'object' },
      { subresources: { scale: { specReplicasPath: '.size', statusReplicasPath: '.status.size' } } },
    ),
    ['spec.subresources.scale.specReplicasPath: Invalid value: ".size": should be a json path under .spec'],
  ],
  [
    'a selectable field that is not there',
    widgetDefinition({ type: 'object' }, { selectableFields: [{ jsonPath: '.spec.a' }] }),
    [
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec.a": is an invalid path: does not refer to a valid field',
    ],
  ],
  [
    'kind and list kind of one name',
    widgetDefinition({ type: 'object' }, {}, { names: { plural: 'widgets', kind: 'Widget', listKind: 'Widget' } }),
    ['spec.names.listKind: Invalid value: "Widget": kind and listKind may not be the same'],
  ],
  [
    'a group of the community without approval',
    {
      ...widgetDefinition({ type: 'object' }, {}, { group: 'widgets.k8s.io' }),
      metadata: { name: 'widgets.widgets.k8s.io' },
    },
    [
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ],
  ],
  [
    'a webhook without an address',
    widgetDefinition(
      { type: 'object' },
      {},
      {
        conversion: { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v9'] } },
      },
    ),
    [
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
      'spec.conversion.conversionReviewVersions: Invalid value: ["v9"]: must include at least one of v1, v1beta1',
    ],
  ],
  [
    'keeping unknown fields by the old way',
    widgetDefinition({ type: 'object' }, {}, { preserveUnknownFields: true }),
    [
      'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    ],
  ],
])('%s is refused', (_name, crd, errors) => {
  expect(errorsOf(crd)).toEqual(errors);
});

test('a definition of nothing is refused, not stumbled over', () => {
  for (const spec of [undefined, null, [], 'x', { versions: [null, 5] }, { names: [], versions: {} }]) {
    const crd = { ...widgetDefinition(), spec } as KubeObject;
    expect(errorsOf(crd).length).toBeGreaterThan(0);
  }
});

test('what makes an API what it is may not change', () => {
  const old = established(widgetDefinition());
  const next = structuredClone(old) as KubeObject & { spec: Record<string, unknown> };
  Object.assign(next.spec, { group: 'other.com', scope: 'Cluster', names: { plural: 'others', kind: 'Other' } });
  expect(told(strategy.validateUpdate?.(next, old, CONTEXT) ?? [])).toEqual([
    'spec.scope: Invalid value: "Cluster": field is immutable',
    'spec.names.kind: Invalid value: "Other": field is immutable',
    'spec.group: Invalid value: "other.com": field is immutable',
    'spec.names.plural: Invalid value: "others": field is immutable',
  ]);
});

test('versions in which objects may be kept stay', () => {
  const old = established(widgetDefinition());
  const next = structuredClone(old);
  Object.assign(next.spec as object, { versions: [version('v2', { storage: true })] });
  strategy.prepareForUpdate?.(next, old, CONTEXT);
  expect(next.status).toMatchObject({ storedVersions: ['v1', 'v2'] });
  expect(told(strategy.validate?.(next, CONTEXT, old) ?? [])).toEqual([
    'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions',
  ]);
});

test('a client that updates without the finalizer does not take it away', () => {
  const old = established(widgetDefinition());
  const next = structuredClone(old);
  next.metadata.finalizers = [];
  strategy.prepareForUpdate?.(next, old, CONTEXT);
  expect(next.metadata.finalizers).toEqual([CLEANUP_FINALIZER]);
  const deleting = { ...old, metadata: { ...old.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
  next.metadata.finalizers = [];
  strategy.prepareForUpdate?.(next, deleting, CONTEXT);
  expect(next.metadata.finalizers).toEqual([]);
});

test('formats that mean nothing are warned of, when they are new', () => {
  const crd = established(
    widgetDefinition({ type: 'object', properties: { a: { type: 'string', format: 'colour' } } }),
  );
  expect(strategy.warnings?.(crd, undefined)).toEqual(['unrecognized format "colour"']);
  expect(strategy.warnings?.(crd, crd)).toEqual([]);
});
