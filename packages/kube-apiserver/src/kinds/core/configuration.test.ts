import { describe, expect, test } from 'vitest';
import {
  created,
  defaulted,
  objectOf,
  problems,
  strategyOf,
  updated,
  updateProblems,
} from '../testing/strategy-harness.ts';

describe('secrets', () => {
  test('text is kept as base64, over what was there, and never read back', () => {
    const secret = defaulted('secrets', { data: { a: 'eA==', c: 'eg==' }, stringData: { a: 'y', ['__proto__']: 'p' } });
    expect(secret).toMatchObject({ type: 'Opaque' });
    expect(secret.data).toEqual({ a: 'eQ==', c: 'eg==', ['__proto__']: 'cA==' });
    expect(secret).not.toHaveProperty('stringData');
  });

  test('without data there are none', () => {
    expect(defaulted('secrets', {})).not.toHaveProperty('data');
  });

  test.each([
    ['kubernetes.io/tls', {}, ['data[tls.crt]: Required value', 'data[tls.key]: Required value']],
    ['kubernetes.io/basic-auth', {}, ['data[username]: Required value', 'data[password]: Required value']],
    ['kubernetes.io/basic-auth', { username: '' }, []],
    ['kubernetes.io/ssh-auth', {}, ['data[ssh-privatekey]: Required value']],
    ['kubernetes.io/dockerconfigjson', {}, ['data[.dockerconfigjson]: Required value']],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': 'x' },
      [
        `data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'x' looking for beginning of value`,
      ],
    ],
    ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': '{"auths":{}}' }, []],
    [
      'kubernetes.io/service-account-token',
      {},
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
    ['helm.sh/release.v1', {}, []],
  ])('of type %s with %j', (type, stringData, sentences) => {
    expect(problems('secrets', { type, stringData })).toEqual(sentences);
  });

  test('keys are names of files', () => {
    expect(problems('secrets', { stringData: { 'a b': '', '..': '' } })).toEqual([
      `data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      `data[..]: Invalid value: "..": must not be '..'`,
    ]);
  });

  test('the type stays, and all of an immutable one', () => {
    expect(updateProblems('secrets', {}, { type: 'other' })).toEqual([
      'type: Invalid value: "other": field is immutable',
    ]);
    expect(updateProblems('secrets', { immutable: true, data: { a: 'eA==' } }, { data: { a: 'eQ==' } })).toEqual([
      'immutable: Forbidden: field is immutable when `immutable` is set',
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
  });

  test('are found by type', () => {
    expect(strategyOf('secrets').selectableFields?.(objectOf({ type: 'Opaque' }))).toEqual({ type: 'Opaque' });
  });

  test('have a largest size', () => {
    expect(problems('secrets', { data: { a: Buffer.alloc(1024 * 1024 + 1).toString('base64') } })).toEqual([
      'data: Too long: may not be more than 1048576 bytes',
    ]);
  });
});

describe('config maps', () => {
  test('a key is text or binary', () => {
    expect(problems('configmaps', { data: { a: 'x' }, binaryData: { a: 'eA==' } })).toEqual([
      'data[a]: Invalid value: "a": duplicate of key present in binaryData',
    ]);
  });

  test('immutable ones stay', () => {
    const before = { immutable: true, data: { a: 'x' } };
    expect(updateProblems('configmaps', before, { immutable: true, data: { a: 'y' } })).toEqual([
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
    expect(updateProblems('configmaps', before, before)).toEqual([]);
  });
});

describe('namespaces', () => {
  test('are active, known by name, and not gone before they are empty', () => {
    const namespace = created('namespaces', { kind: 'Namespace', metadata: { name: 'team-a' } }, false);
    expect(namespace).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'team-a' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  test('keep their finalizers and their label', () => {
    const old = created('namespaces', {}, false);
    const next = updated(
      'namespaces',
      old,
      { metadata: { labels: { 'kubernetes.io/metadata.name': 'y' } }, spec: {} },
      false,
    );
    expect(next).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'x' } },
      spec: { finalizers: ['kubernetes'] },
    });
  });

  test('refuse names with dots', () => {
    expect(problems('namespaces', { metadata: { name: 'a.b' } }, false)).toEqual([
      'metadata.name: Invalid value: "a.b": must not contain dots',
    ]);
  });

  test('end before they are terminating', () => {
    const { validateStatusUpdate } = strategyOf('namespaces');
    const active = objectOf({ status: { phase: 'Active' } }, false);
    const gone = objectOf({ status: { phase: 'Terminating' } }, false);
    expect(validateStatusUpdate?.(active, active)).toEqual([]);
    expect(validateStatusUpdate?.(gone, active)).toEqual([
      {
        reason: 'FieldValueInvalid',
        field: 'status.Phase',
        message: `Invalid value: "Terminating": may only be 'Active' if \`deletionTimestamp\` is empty`,
      },
    ]);
  });
});

test('of the secrets of an account the names count', () => {
  expect(created('serviceaccounts', { secrets: [{ name: 'a', namespace: 'b' }] }).secrets).toEqual([{ name: 'a' }]);
});

describe('limit ranges', () => {
  const range = (limit: object) => ({ spec: { limits: [{ type: 'Container', ...limit }] } });

  test('say more than is written', () => {
    expect(defaulted('limitranges', range({ max: { cpu: '1000m' }, min: { memory: '1024Ki' } })).spec).toEqual({
      limits: [
        {
          type: 'Container',
          max: { cpu: '1' },
          min: { memory: '1Mi' },
          default: { cpu: '1' },
          defaultRequest: { cpu: '1', memory: '1Mi' },
        },
      ],
    });
    expect(defaulted('limitranges', range({})).spec).toEqual({ limits: [{ type: 'Container' }] });
  });

  test.each([
    [
      { min: { cpu: '2' }, max: { cpu: '1' } },
      [
        'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
        'spec.limits[0].defaultRequest[cpu]: Invalid value: "1": min value 2 is greater than default request value 1',
        'spec.limits[0].default[cpu]: Invalid value: "2": min value 2 is greater than default value 1',
      ],
    ],
    [
      { type: 'Pod', default: { cpu: '1' } },
      ["spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"],
    ],
    [
      { type: 'PersistentVolumeClaim' },
      [
        'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
      ],
    ],
    [
      { type: 'Node' },
      ['spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified'],
    ],
    [
      { maxLimitRequestRatio: { cpu: '500m' } },
      ['spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1'],
    ],
  ])('%j is refused', (limit, sentences) => {
    expect(problems('limitranges', range(limit))).toEqual(sentences);
  });
});

describe('quotas', () => {
  test('are written in one form', () => {
    expect(defaulted('resourcequotas', { spec: { hard: { 'requests.cpu': '1000m', pods: 5 } } }).spec).toEqual({
      hard: { 'requests.cpu': '1', pods: '5' },
    });
  });

  test.each([
    [
      { hard: { pods: '1.5', things: '1' } },
      [
        'spec.hard[pods]: Invalid value: "1500m": must be an integer',
        'spec.hard[things]: Invalid value: "things": must be a standard resource type or fully qualified',
        'spec.hard[things]: Invalid value: "things": must be a standard resource for quota',
      ],
    ],
    [
      { scopes: ['BestEffort', 'NotBestEffort'] },
      ['spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes'],
    ],
    [
      { hard: { 'requests.cpu': '1' }, scopes: ['BestEffort'] },
      ['spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource'],
    ],
    [
      { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] } },
      [
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
      ],
    ],
  ])('%j is refused', (spec, sentences) => {
    expect(problems('resourcequotas', { spec })).toEqual(sentences);
  });

  test('keep their scopes', () => {
    expect(updateProblems('resourcequotas', { spec: { scopes: ['BestEffort'] } }, { spec: {} })).toEqual([
      'spec.scopes: Invalid value: []: field is immutable',
    ]);
  });
});
