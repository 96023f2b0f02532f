import type { KubeObject } from '@luban/kube';
import { namespace, quota } from '../build/configuration.ts';
import { container, httpProbe, script, volumes } from '../build/containers.ts';
import { headless, service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { claim, cronJob, deployment, job, statefulSet } from '../build/workloads.ts';

const NAMESPACE = 'analytics';
const REGISTRY = 'registry.example.com/analytics';
const ON_GPU_NODES = { tolerations: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] };

/** Figures: much of it waits, each for another reason. */
export function analytics(): Theme {
  return theme('analytics', [
    namespace(NAMESPACE, { workspace: 'insights', description: 'Figures, reports and models' }),
    ...inNamespace(NAMESPACE, [
      quota('analytics', { pods: '40', 'requests.cpu': '120', 'requests.storage': '2Ti' }),
      ...collection(),
      ...models(),
      ...notebook(),
      ...reports(),
    ]),
  ]);
}

function collection(): KubeObject[] {
  return [
    claim('raw-events', '500Gi', {
      accessModes: ['ReadWriteMany'],
      storageClassName: 'archive',
      volumeName: 'archive-raw-events',
    }),
    deployment('event-collector', {
      replicas: 2,
      containers: [
        container('collector', `${REGISTRY}/event-collector:1.6.0`, {
          port: 8080,
          cpu: '100m',
          memory: ['128Mi', '512Mi'],
          readinessProbe: httpProbe('/ready', 'http'),
          volumeMounts: [{ name: 'events', mountPath: '/events' }],
        }),
      ],
      pod: volumes({ events: { persistentVolumeClaim: { claimName: 'raw-events' } } }),
    }),
    service('event-collector', { http: 80 }, { type: 'NodePort', externalTrafficPolicy: 'Local' }),
    statefulSet('warehouse', {
      replicas: 2,
      containers: [
        container('mongo', 'mongo:8.0', {
          ports: { mongo: 27017 },
          cpu: '200m',
          memory: ['512Mi', '2Gi'],
          volumeMounts: [{ name: 'data', mountPath: '/data/db' }],
        }),
      ],
      claims: { data: '100Gi' },
      spec: { podManagementPolicy: 'Parallel' },
    }),
    headless('warehouse', { mongo: 27017 }),
  ];
}

function models(): KubeObject[] {
  return [
    deployment('embeddings', {
      containers: [
        container('embeddings', `${REGISTRY}/embeddings:0.4.1`, { port: 8080, cpu: '4', memory: ['4Gi', '16Gi'] }),
      ],
      pod: { ...ON_GPU_NODES, nodeSelector: { 'demo.luban.dev/pool': 'gpu' } },
    }),
    service('embeddings', { http: 80 }),
    // Asks for the nodes with graphics processors and does not tolerate their taint: Pending.
    deployment('inference', {
      containers: [container('inference', `${REGISTRY}/inference:0.2.0`, { port: 8080, cpu: '1', memory: '2Gi' })],
      pod: { nodeSelector: { 'demo.luban.dev/pool': 'gpu' } },
    }),
    // No node is that large: Pending.
    deployment('model-training', {
      containers: [
        container('train', `${REGISTRY}/python:3.14`, { args: ['python', 'train.py'], cpu: '48', memory: '96Gi' }),
      ],
    }),
  ];
}

/** Its claim asks for a class that does not exist: Pending, and so is its pod. */
function notebook(): KubeObject[] {
  return [
    claim('notebook-home', '10Gi', { storageClassName: 'premium' }),
    deployment('notebook', {
      containers: [
        container('jupyter', `${REGISTRY}/notebook:2026.1`, {
          port: 8888,
          cpu: '100m',
          memory: '512Mi',
          volumeMounts: [{ name: 'home', mountPath: '/home/analyst' }],
        }),
      ],
      pod: volumes({ home: { persistentVolumeClaim: { claimName: 'notebook-home' } } }),
    }),
  ];
}

function reports(): KubeObject[] {
  return [
    job('aggregate-2026-q1', {
      containers: [
        container('aggregate', `${REGISTRY}/aggregate:1.0.3`, {
          ...script('echo "aggregating part $JOB_COMPLETION_INDEX"', 'sleep 1', 'echo "done"'),
          cpu: '50m',
        }),
      ],
      pod: { priorityClassName: 'batch' },
      spec: { completionMode: 'Indexed', completions: 4, parallelism: 2 },
    }),
    job('full-export', {
      annotations: { 'kubesphere.io/description': 'Suspended: it starts when the archive has room.' },
      containers: [container('export', `${REGISTRY}/aggregate:1.0.3`, { ...script('echo "exporting"', 'sleep 600') })],
      spec: { suspend: true, parallelism: 3, completions: 3 },
    }),
    cronJob('daily-report', '0 6 * * *', {
      containers: [
        container('report', `${REGISTRY}/report:1.1.0`, { ...script('echo "writing the report"', 'sleep 5') }),
      ],
      spec: { timeZone: 'Asia/Shanghai', startingDeadlineSeconds: 600 },
    }),
  ];
}
