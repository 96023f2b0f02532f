import type { KubeObject } from '@luban/kube';
import { clusterRole, clusterRoleBinding, READ, serviceAccount } from '../build/access.ts';
import { configMap, namespace, secret } from '../build/configuration.ts';
import { container, httpProbe, volumes } from '../build/containers.ts';
import { headless, ingress, service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { claim, daemonSet, deployment, statefulSet } from '../build/workloads.ts';

const NAMESPACE = 'monitoring';

export function monitoring(): Theme {
  return theme('monitoring', [
    namespace(NAMESPACE, { workspace: 'system-workspace', description: 'Measurements and alerts' }),
    clusterRole('prometheus', [
      { resources: ['nodes', 'nodes/metrics', 'services', 'endpoints', 'pods'], verbs: READ },
    ]),
    clusterRoleBinding('prometheus', 'prometheus', [{ account: 'prometheus', namespace: NAMESPACE }]),
    ...inNamespace(NAMESPACE, [...prometheus(), ...grafana(), ...exporters()]),
  ]);
}

function prometheus(): KubeObject[] {
  return [
    serviceAccount('prometheus'),
    configMap('prometheus', {
      'prometheus.yml':
        'global:\n  scrape_interval: 30s\nscrape_configs:\n  - job_name: pods\n    kubernetes_sd_configs:\n      - role: pod\n',
      'alerts.yml':
        'groups:\n  - name: pods\n    rules:\n      - alert: PodNotReady\n        expr: kube_pod_status_ready{condition="false"} == 1\n        for: 10m\n',
    }),
    statefulSet('prometheus', {
      containers: [
        container('prometheus', 'quay.io/prometheus/prometheus:v3.7.3', {
          args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.retention.time=15d'],
          ports: { web: 9090 },
          cpu: '200m',
          memory: ['512Mi', '2Gi'],
          readinessProbe: httpProbe('/-/ready', 'web'),
          volumeMounts: [
            { name: 'data', mountPath: '/prometheus' },
            { name: 'config', mountPath: '/etc/prometheus' },
          ],
        }),
        container('config-reloader', 'registry.example.com/monitoring/config-reloader:0.86.1', {
          cpu: '10m',
          memory: '32Mi',
        }),
      ],
      claims: { data: '60Gi' },
      storageClass: 'fast',
      pod: { serviceAccountName: 'prometheus', ...volumes({ config: { configMap: { name: 'prometheus' } } }) },
    }),
    headless('prometheus', { web: 9090 }),
    statefulSet('alertmanager', {
      replicas: 2,
      containers: [
        container('alertmanager', 'quay.io/prometheus/alertmanager:v0.29.0', {
          ports: { web: 9093 },
          cpu: '25m',
          memory: ['128Mi', '256Mi'],
          readinessProbe: httpProbe('/-/ready', 'web'),
        }),
      ],
      claims: { data: '1Gi' },
    }),
    headless('alertmanager', { web: 9093 }),
  ];
}

function grafana(): KubeObject[] {
  return [
    secret('grafana', { 'admin-user': 'admin', 'admin-password': 'simulated-grafana-password' }),
    claim('grafana', '5Gi'),
    deployment('grafana', {
      containers: [
        container('grafana', 'grafana/grafana:12.3.0', {
          ports: { web: 3000 },
          env: { GF_SECURITY_ADMIN_PASSWORD: 'secret:grafana/admin-password' },
          cpu: '50m',
          memory: ['128Mi', '512Mi'],
          readinessProbe: httpProbe('/healthz', 'web'),
          volumeMounts: [{ name: 'data', mountPath: '/var/lib/grafana' }],
        }),
      ],
      spec: { strategy: { type: 'Recreate' } },
      pod: volumes({ data: { persistentVolumeClaim: { claimName: 'grafana' } } }),
    }),
    service('grafana', { web: 80 }),
    ingress('grafana', { className: 'internal', hosts: { 'grafana.internal.example.com': { '/': 'grafana:web' } } }),
  ];
}

function exporters(): KubeObject[] {
  return [
    daemonSet('node-exporter', {
      containers: [
        container('node-exporter', 'quay.io/prometheus/node-exporter:v1.10.2', {
          ports: { metrics: 9100 },
          cpu: '25m',
          memory: '96Mi',
          volumeMounts: [{ name: 'proc', mountPath: '/host/proc', readOnly: true }],
        }),
      ],
      pod: {
        hostNetwork: true,
        hostPID: true,
        tolerations: [{ operator: 'Exists' }],
        ...volumes({ proc: { hostPath: { path: '/proc' } } }),
      },
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } } },
    }),
    deployment('kube-state-metrics', {
      containers: [
        container('kube-state-metrics', 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0', {
          ports: { metrics: 8080 },
          cpu: '25m',
          memory: ['128Mi', '256Mi'],
        }),
      ],
      pod: { serviceAccountName: 'prometheus' },
    }),
    service('kube-state-metrics', { metrics: 8080 }),
  ];
}
