import type { KubeObject } from '@luban/kube';
import { describe, expect, test } from 'vitest';
import { created, defaulted, objectOf, strategyOf, updateProblems } from '../testing/strategy-harness.ts';

const web = { name: 'web', image: 'nginx:1.29' };
const podOf = (spec: Record<string, unknown>, container: Record<string, unknown> = {}) => ({
  kind: 'Pod',
  spec: { containers: [{ ...web, ...container }], ...spec },
});

test('a minimal pod is filled in', () => {
  expect(created('pods', podOf({})).spec).toEqual({
    containers: [
      {
        ...web,
        imagePullPolicy: 'IfNotPresent',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    enableServiceLinks: true,
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  });
});

test('a new pod waits, whatever its status said', () => {
  expect(created('pods', { ...podOf({}), status: { phase: 'Running' } }).status).toEqual({
    phase: 'Pending',
    qosClass: 'BestEffort',
  });
});

test('a gated pod says so', () => {
  const pod = created('pods', podOf({ schedulingGates: [{ name: 'example.com/wait' }] }));
  expect(pod.status).toMatchObject({ conditions: [{ type: 'PodScheduled', reason: 'SchedulingGated' }] });
});

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['registry:5000/nginx', 'Always'],
  ['registry:5000/nginx:1', 'IfNotPresent'],
  ['nginx@sha256:0123', 'IfNotPresent'],
  ['nginx:latest@sha256:0123', 'Always'],
  ['Not An Image', 'IfNotPresent'],
  ['', 'IfNotPresent'],
])('image %s is pulled %s', (image, policy) => {
  expect(defaulted('pods', podOf({}, { image })).spec).toMatchObject({ containers: [{ imagePullPolicy: policy }] });
});

test('what a container leaves out is filled in', () => {
  const pod = defaulted(
    'pods',
    podOf(
      {},
      {
        ports: [{ containerPort: 80 }],
        env: [
          { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        ],
        livenessProbe: { httpGet: { port: 80 } },
        readinessProbe: { grpc: { port: 9 }, periodSeconds: 5 },
        lifecycle: { preStop: { httpGet: { port: 80, path: '/stop' } } },
        resources: { limits: { cpu: '1000m', memory: 1073741824 }, requests: { memory: '512Mi' } },
      },
    ),
  );
  expect(pod.spec).toMatchObject({
    containers: [
      {
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        env: [
          { valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
          { valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
        ],
        livenessProbe: {
          httpGet: { path: '/', port: 80, scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        readinessProbe: { grpc: { port: 9, service: '' }, periodSeconds: 5 },
        lifecycle: { preStop: { httpGet: { path: '/stop', scheme: 'HTTP' } } },
        resources: { limits: { cpu: '1', memory: '1073741824' }, requests: { cpu: '1', memory: '512Mi' } },
      },
    ],
  });
});

test('volumes are filled in', () => {
  const volumes = [
    { name: 'a' },
    { name: 'b', secret: { secretName: 's' } },
    { name: 'c', configMap: { name: 'c', defaultMode: 256 } },
    { name: 'd', hostPath: { path: '/' } },
    { name: 'e', emptyDir: { sizeLimit: '1024Mi' } },
    {
      name: 'f',
      projected: {
        sources: [
          { serviceAccountToken: { path: 't' } },
          { downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
      },
    },
    { name: 'g', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1024Mi' } } } } } },
  ];
  expect(defaulted('pods', podOf({ volumes })).spec).toMatchObject({
    volumes: [
      { name: 'a', emptyDir: {} },
      { secret: { defaultMode: 420 } },
      { configMap: { defaultMode: 256 } },
      { hostPath: { type: '' } },
      { emptyDir: { sizeLimit: '1Gi' } },
      {
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { expirationSeconds: 3600 } },
            { downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1' } }] } },
          ],
        },
      },
      {
        ephemeral: {
          volumeClaimTemplate: { spec: { volumeMode: 'Filesystem', resources: { requests: { storage: '1Gi' } } } },
        },
      },
    ],
  });
});

test('ports of a pod in the network of its node are ports of the node, the account has two names', () => {
  const pod = defaulted('pods', podOf({ hostNetwork: true, serviceAccount: 'a' }, { ports: [{ containerPort: 80 }] }));
  expect(pod.spec).toMatchObject({
    serviceAccount: 'a',
    serviceAccountName: 'a',
    containers: [{ ports: [{ containerPort: 80, hostPort: 80 }] }],
  });
});

test.each([
  [{}, 'BestEffort'],
  [{ requests: { cpu: '1' } }, 'Burstable'],
  [{ limits: { cpu: '1' } }, 'Burstable'],
  [{ limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
  [{ limits: { cpu: '1', memory: '1Gi' }, requests: { memory: '1Mi' } }, 'Burstable'],
  [{ requests: { cpu: '0' } }, 'BestEffort'],
])('with resources %j the quality of service is %s', (resources, quality) => {
  expect(created('pods', podOf({}, { resources })).status).toMatchObject({ qosClass: quality });
});

test('limits of the whole pod give it requests', () => {
  const pod = defaulted(
    'pods',
    podOf({ resources: { limits: { cpu: '2', memory: '1Gi' } } }, { resources: { requests: { cpu: '500m' } } }),
  );
  expect(pod.spec).toMatchObject({ resources: { requests: { cpu: '500m', memory: '1Gi' } } });
});

describe('updates', () => {
  const updatable =
    'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

  test('of images, labels and more tolerations are fine', () => {
    const before = podOf({ tolerations: [{ key: 'a', operator: 'Exists' }] });
    const after = {
      ...podOf(
        {
          tolerations: [
            { key: 'a', operator: 'Exists' },
            { key: 'b', operator: 'Exists' },
          ],
          activeDeadlineSeconds: 5,
        },
        { image: 'nginx:1.30' },
      ),
      metadata: { labels: { a: 'b' } },
    };
    expect(updateProblems('pods', before, after)).toEqual([]);
  });

  test.each([
    ['environment', podOf({}, { env: [{ name: 'A' }] }), [`spec: Forbidden: ${updatable}`]],
    [
      'containers',
      { spec: { containers: [web, { name: 'b', image: 'b' }] } },
      ['spec.containers: Forbidden: pod updates may not add or remove containers'],
    ],
    [
      'tolerations',
      podOf({ tolerations: [] }),
      ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
    ],
    [
      'deadline',
      podOf({ tolerations: [{ operator: 'Exists' }], activeDeadlineSeconds: 11 }),
      ['spec.activeDeadlineSeconds: Invalid value: 11: must be less than or equal to previous value'],
    ],
  ])('of %s are refused', (_what, after, sentences) => {
    const before = podOf({ tolerations: [{ operator: 'Exists' }], activeDeadlineSeconds: 10 });
    const same = { ...after.spec, activeDeadlineSeconds: 10, tolerations: [{ operator: 'Exists' }], ...after.spec };
    expect(updateProblems('pods', before, { spec: same })).toEqual(sentences);
  });
});

test('deletion takes time only when there is somebody to complete it', () => {
  const { gracePeriod } = strategyOf('pods');
  const pod = (spec: object, phase = 'Running'): KubeObject =>
    objectOf({ spec: { terminationGracePeriodSeconds: 30, ...spec }, status: { phase } });
  expect(gracePeriod?.(pod({}), undefined)).toBe(0);
  expect(gracePeriod?.(pod({ nodeName: 'n' }), undefined)).toBe(30);
  expect(gracePeriod?.(pod({ nodeName: 'n' }), 5)).toBe(5);
  expect(gracePeriod?.(pod({ nodeName: 'n' }), 0)).toBe(0);
  expect(gracePeriod?.(pod({ nodeName: 'n' }, 'Succeeded'), undefined)).toBe(0);
});

test('warnings', () => {
  const pod = objectOf({
    metadata: { annotations: { 'scheduler.alpha.kubernetes.io/critical-pod': '' } },
    spec: {
      containers: [
        {
          name: 'a',
          env: [{ name: 'A' }, { name: 'A', value: 'x' }, { name: 'P' }, { name: 'P', value: '$(P):x' }],
          ports: [
            { containerPort: 80, protocol: 'TCP', name: 'web' },
            { containerPort: 80, protocol: 'TCP' },
          ],
          resources: { limits: { memory: '100m' } },
        },
      ],
      imagePullSecrets: [{ name: '' }],
      volumes: [{ name: 'g', glusterfs: {} }],
    },
  });
  expect(strategyOf('pods').warnings?.(pod, undefined)).toEqual([
    'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
    'spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+',
    'spec.imagePullSecrets[0].name: invalid empty name ""',
    'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
  ]);
});
