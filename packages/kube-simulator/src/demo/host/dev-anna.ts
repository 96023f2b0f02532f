import type { KubeObject } from '@luban/kube';
import { roleBinding, serviceAccount } from '../build/access.ts';
import { accountToken, configMap, namespace } from '../build/configuration.ts';
import { container, script, volumes } from '../build/containers.ts';
import { service } from '../build/network.ts';
import { deleteHeld, pauseRollout } from '../build/steps.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment, pod, podsOf } from '../build/workloads.ts';

const NAMESPACE = 'dev-anna';

/** A developer's playground: pods by hand, and whatever she has tried and left behind. */
export function devAnna(): Theme {
  return theme(
    'playground',
    [
      namespace(NAMESPACE, { workspace: 'labs', description: "Anna's playground" }),
      ...inNamespace(NAMESPACE, [
        serviceAccount('anna'),
        roleBinding('anna', 'ClusterRole/admin', [{ user: 'anna' }]),
        accountToken('anna-token', 'anna'),
        configMap('greeting', { 'greeting.txt': 'Hello from a ConfigMap.\n' }),
        ...podsByHand(),
        ...workloads(),
      ]),
    ],
    [
      pauseRollout(NAMESPACE, 'paused', 'web', 'httpd:2.4-alpine'),
      deleteHeld({ group: '', version: 'v1', resource: 'pods', namespace: NAMESPACE, name: 'held' }),
    ],
  );
}

function podsByHand(): KubeObject[] {
  return [
    pod('shell', {
      containers: [container('shell', 'busybox:1.37', { command: ['sleep', '1000000'] })],
    }),
    pod('every-volume', {
      containers: [
        container('show', 'nginx:1.29', {
          port: 80,
          volumeMounts: ['scratch', 'memory', 'all-in-one', 'who-am-i', 'time-zone'].map((name) => ({
            name,
            mountPath: `/mnt/${name}`,
          })),
        }),
      ],
      pod: volumes({
        scratch: { emptyDir: {} },
        memory: { emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
        'all-in-one': {
          projected: {
            sources: [
              { configMap: { name: 'greeting' } },
              { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
            ],
          },
        },
        'who-am-i': { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        'time-zone': { hostPath: { path: '/usr/share/zoneinfo', type: 'Directory' } },
      }),
    }),
    pod('said-hello', {
      containers: [container('hello', 'busybox:1.37', { ...script('echo hello') })],
      pod: { restartPolicy: 'Never' },
    }),
    pod('went-wrong', {
      containers: [container('wrong', 'busybox:1.37', { ...script('echo "nothing to be done" >&2', 'exit 3') })],
      pod: { restartPolicy: 'Never' },
    }),
    // As in Kubernetes' documentation: in good health for half a minute, and then no more.
    pod('liveness-exec', {
      containers: [
        container('liveness', 'busybox:1.37', {
          ...script('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'),
          livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 },
        }),
      ],
    }),
    // Upper case is not allowed in names of images: InvalidImageName.
    pod('bad-name', { containers: [container('web', 'registry.example.com/Anna/Web:1')] }),
    pod('gated', {
      containers: [container('web', 'nginx:1.29', { port: 80 })],
      pod: { schedulingGates: [{ name: 'demo.luban.dev/budget-approved' }] },
    }),
    // Deleted, and held by a finalizer that nobody takes off: Terminating for good.
    withFinalizer(pod('held', { containers: [container('web', 'nginx:1.29', { port: 80 })] })),
  ];
}

function workloads(): KubeObject[] {
  return [
    // Waits for a Service that never answers: Init:CrashLoopBackOff.
    deployment('waits-for-database', {
      containers: [container('app', 'registry.example.com/anna/app:dev', { port: 8080 })],
      pod: {
        initContainers: [
          container('wait', 'busybox:1.37', {
            ...script(
              'echo "looking for the host database"',
              'nslookup database || { echo "no such host: database" >&2; exit 1; }',
            ),
          }),
        ],
      },
    }),
    deployment('prototype', {
      replicas: 0,
      containers: [container('app', 'registry.example.com/anna/prototype:1', { port: 8080 })],
    }),
    deployment('paused', { replicas: 2, containers: [container('web', 'httpd:2.4', { port: 80 })] }),
    service('no-endpoints', { http: 80 }),
    {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old-fashioned' },
      spec: {
        replicas: 1,
        selector: podsOf('old-fashioned'),
        template: {
          metadata: { labels: podsOf('old-fashioned') },
          spec: { containers: [container('web', 'httpd:2.4', { port: 80 })] },
        },
      },
    },
  ];
}

function withFinalizer(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, finalizers: ['demo.luban.dev/ask-anna'] } };
}
