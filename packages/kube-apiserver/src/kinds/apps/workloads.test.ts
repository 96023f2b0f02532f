import { describe, expect, test } from 'vitest';
import { created, defaulted, problems, updateProblems } from '../testing/strategy-harness.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } };
const spec = { selector: { matchLabels: { app: 'web' } }, template };
/** The pod's part after defaulting, the same for all. */
const filledTemplate = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'nginx:1',
        imagePullPolicy: 'IfNotPresent',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  },
};
const filled = { selector: spec.selector, template: filledTemplate };

test.each([
  [
    'deployments.apps',
    {},
    {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    },
    {},
  ],
  [
    'deployments.apps',
    { replicas: 0, strategy: { type: 'Recreate' } },
    { replicas: 0, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: { type: 'Recreate' } },
    {},
  ],
  ['replicasets.apps', {}, { replicas: 1 }, { replicas: 0 }],
  [
    'daemonsets.apps',
    {},
    {
      revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    },
    { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  ],
  [
    'statefulsets.apps',
    { serviceName: 'web' },
    {
      serviceName: 'web',
      replicas: 1,
      revisionHistoryLimit: 10,
      podManagementPolicy: 'OrderedReady',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    },
    { availableReplicas: 0, replicas: 0 },
  ],
])('a minimal object of %s is filled in', (key, own, expected, status) => {
  const object = created(key, { spec: { ...spec, ...own } });
  expect(object.spec).toEqual({ ...filled, ...expected });
  expect(object.status).toEqual(status);
  expect(problems(key, { spec: { ...spec, ...own } })).toEqual([]);
});

test('a replication controller takes labels and selector from its template', () => {
  const controller = created('replicationcontrollers', { spec: { template } });
  expect(controller).toMatchObject({
    metadata: { labels: { app: 'web' } },
    spec: { replicas: 1, selector: { app: 'web' } },
  });
  expect(problems('replicationcontrollers', { spec: { template } })).toEqual([]);
});

test('claims in a stateful set are whole objects', () => {
  const claim = { metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1024Mi' } } } };
  expect(defaulted('statefulsets.apps', { spec: { ...spec, volumeClaimTemplates: [claim] } }).spec).toMatchObject({
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      },
    ],
  });
});

const KINDS = ['deployments.apps', 'replicasets.apps', 'daemonsets.apps', 'statefulsets.apps'];

test.each([
  ['deployments.apps', 'deployment', 'ReplicaSet'],
  ['replicasets.apps', 'deployment', 'ReplicaSet'],
  ['daemonsets.apps', 'daemonset', 'DaemonSet'],
  ['statefulsets.apps', 'statefulset', 'StatefulSet'],
])('what %s refuse of selector and template', (key, name, title) => {
  const mismatch =
    'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`';
  expect(problems(key, { spec: { template } })).toEqual([
    ...(name === 'daemonset' ? [] : ['spec.selector: Required value']),
    mismatch,
  ]);
  expect(problems(key, { spec: { ...spec, selector: {} } })).toEqual([
    `spec.selector: Invalid value: {}: empty selector is invalid for ${name}`,
  ]);
  expect(problems(key, { spec: { ...spec, selector: { matchLabels: { app: 'api' } } } })).toEqual([
    'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  ]);
  const once = { ...template, spec: { ...template.spec, restartPolicy: 'Never', activeDeadlineSeconds: 1 } };
  expect(problems(key, { spec: { ...spec, template: once } })).toEqual([
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    `spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ${title} is not Supported`,
  ]);
});

test.each(KINDS.filter((key) => key !== 'statefulsets.apps'))('the selector of %s stays', (key) => {
  const other = { app: 'web', tier: 'x' };
  const after = { selector: { matchLabels: other }, template: { ...template, metadata: { labels: other } } };
  expect(updateProblems(key, { spec }, { spec: after })).toEqual([
    'spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"x"}}: field is immutable',
  ]);
});

describe('deployments', () => {
  test.each([
    [{ replicas: -1 }, ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
    [
      { strategy: { type: 'Blue' } },
      ['spec.strategy: Unsupported value: {"type":"Blue"}: supported values: "Recreate", "RollingUpdate"'],
    ],
    [
      { strategy: { type: 'Recreate', rollingUpdate: {} } },
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    ],
    [
      { strategy: { rollingUpdate: { maxSurge: 'all', maxUnavailable: '101%' } } },
      [
        `spec.strategy.rollingUpdate.maxSurge: Invalid value: "all": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%',
      ],
    ],
    [
      { progressDeadlineSeconds: 10, minReadySeconds: 10 },
      ['spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'],
    ],
  ])('%j is refused', (own, sentences) => {
    expect(problems('deployments.apps', { spec: { ...spec, ...own } })).toEqual(sentences);
  });
});

test('a daemon set surges or lets go, and not neither', () => {
  const rolling = (rollingUpdate: object) => ({ spec: { ...spec, updateStrategy: { rollingUpdate } } });
  expect(problems('daemonsets.apps', rolling({ maxSurge: 1 }))).toEqual([
    'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
  ]);
  expect(problems('daemonsets.apps', rolling({ maxUnavailable: 0 }))).toEqual([
    'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
  ]);
});

test('little of a stateful set may change', () => {
  const before = { spec: { ...spec, serviceName: 'a' } };
  const fine = { ...spec, serviceName: 'a', replicas: 3, minReadySeconds: 5, revisionHistoryLimit: 2 };
  expect(updateProblems('statefulsets.apps', before, { spec: fine })).toEqual([]);
  expect(updateProblems('statefulsets.apps', before, { spec: { ...spec, serviceName: 'b' } })).toEqual([
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
  ]);
});

test('a revision needs data, which stay', () => {
  expect(problems('controllerrevisions.apps', { revision: -1 })).toEqual([
    'data: Required value: data is mandatory',
    'revision: Invalid value: -1: must be greater than or equal to 0',
  ]);
  const before = { kind: 'ControllerRevision', data: { a: null }, revision: 1 };
  expect(defaulted('controllerrevisions.apps', before).data).toEqual({ a: null });
  expect(updateProblems('controllerrevisions.apps', before, { ...before, data: { a: 1 } })).toEqual([
    'data: Invalid value: {"a":1}: field is immutable',
  ]);
});
