import type { KubeObject } from '@luban/kube';
import { READ, role, roleBinding, serviceAccount } from '../build/access.ts';
import { disruptionBudget } from '../build/availability.ts';
import { tlsSecret } from '../build/certificate.ts';
import { configMap, limitRange, namespace, quota, secret } from '../build/configuration.ts';
import { container, httpProbe, script, tcpProbe, volumes } from '../build/containers.ts';
import { allowIncoming, denyIncoming, headless, ingress, service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { cronJob, deployment, job, statefulSet } from '../build/workloads.ts';

const NAMESPACE = 'payments';
const REGISTRY = 'registry.example.com/payments';

/** Payments: strict limits, and a bad day. */
export function payments(): Theme {
  return theme('payments', [
    namespace(NAMESPACE, {
      workspace: 'finance',
      description: 'Payments, ledger and settlement',
      labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
    }),
    ...inNamespace(NAMESPACE, [...frame(), ...api(), ...ledger(), ...troubles(), ...batch()]),
  ]);
}

function frame(): KubeObject[] {
  return [
    quota('payments', { pods: '30', 'requests.cpu': '4', 'requests.memory': '8Gi', 'count/jobs.batch': '20' }),
    quota('best-effort', { pods: '5' }, { scopes: ['BestEffort'] }),
    limitRange('defaults', {
      request: { cpu: '25m', memory: '64Mi' },
      limit: { cpu: '500m', memory: '256Mi' },
      max: { cpu: '2', memory: '2Gi' },
    }),
    serviceAccount('payments', { automountServiceAccountToken: false }),
    role('audit', [{ resources: ['configmaps', 'events'], verbs: READ }]),
    roleBinding('auditors', 'Role/audit', [{ group: 'auditors' }]),
    roleBinding('payments-team', 'ClusterRole/edit', [{ user: 'ines' }, { user: 'raj' }]),
    denyIncoming(),
    allowIncoming('payments-api', { namespace: 'shop' }, 8443),
    secret('provider-key', { 'ssh-privatekey': 'simulated: no key is here\n' }, 'kubernetes.io/ssh-auth'),
  ];
}

/** Behind a proxy that ends TLS. */
function api(): KubeObject[] {
  return [
    tlsSecret('payments-tls', 'payments.example.com'),
    configMap('payments-proxy', { 'proxy.yaml': 'listen: 8443\nupstream: 127.0.0.1:8080\n' }, { immutable: true }),
    deployment('payments-api', {
      replicas: 2,
      containers: [
        container('api', `${REGISTRY}/spring-boot:3.5.7`, {
          args: ['java', '-XX:MaxRAMPercentage=70', '-jar', '/payments.jar'],
          port: 8080,
          cpu: ['200m', '1'],
          memory: ['384Mi', '768Mi'],
          startupProbe: httpProbe('/actuator/health', 'http', { periodSeconds: 2, failureThreshold: 30 }),
          readinessProbe: httpProbe('/actuator/health', 'http'),
          livenessProbe: httpProbe('/actuator/health', 'http'),
        }),
        container('proxy', 'nginx:1.29', {
          ports: { https: 8443 },
          cpu: '25m',
          memory: ['32Mi', '128Mi'],
          volumeMounts: [
            { name: 'proxy', mountPath: '/etc/proxy' },
            { name: 'tls', mountPath: '/etc/tls', readOnly: true },
          ],
        }),
      ],
      pod: {
        serviceAccountName: 'payments',
        priorityClassName: 'customer-facing',
        securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
        affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [APART] } },
        ...volumes({
          proxy: { configMap: { name: 'payments-proxy' } },
          tls: { secret: { secretName: 'payments-tls', defaultMode: 0o400 } },
        }),
      },
    }),
    service('payments-api', { https: 443 }),
    disruptionBudget('payments-api', { minAvailable: '50%' }),
    ingress('payments', {
      className: 'nginx',
      tls: 'payments-tls',
      hosts: { 'payments.example.com': { '/': 'payments-api:https' } },
      annotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
    }),
  ];
}

const APART = {
  weight: 100,
  podAffinityTerm: {
    labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'payments-api' } },
    topologyKey: 'kubernetes.io/hostname',
  },
};

function ledger(): KubeObject[] {
  return [
    secret('ledger-db', { 'root-password': 'simulated-ledger-password' }),
    statefulSet('ledger-db', {
      replicas: 2,
      containers: [
        container('mysql', 'mysql:8.4', {
          ports: { mysql: 3306 },
          env: { MYSQL_ROOT_PASSWORD: 'secret:ledger-db/root-password' },
          cpu: ['200m', '1'],
          memory: ['512Mi', '1Gi'],
          readinessProbe: tcpProbe('mysql'),
          volumeMounts: [{ name: 'data', mountPath: '/var/lib/mysql' }],
        }),
      ],
      claims: { data: '50Gi' },
      storageClass: 'fast',
    }),
    headless('ledger-db', { mysql: 3306 }),
    disruptionBudget('ledger-db', { maxUnavailable: 0 }),
  ];
}

function troubles(): KubeObject[] {
  return [
    // Says in its log what it misses, and ends: CrashLoopBackOff.
    deployment('fraud-scoring', {
      containers: [
        container('scoring', `${REGISTRY}/fraud-scoring:5.0.1`, {
          port: 8080,
          env: { MODEL: 'gradient-boost-17' },
          ...script(
            'echo "fraud-scoring 5.0.1 starting, model $MODEL"',
            'if [ -z "$FEATURE_STORE_URL" ]; then',
            '  echo "FATAL: FEATURE_STORE_URL is not set. Set it to the address of the feature store." >&2',
            '  exit 1',
            'fi',
            'exec ./fraud-scoring',
          ),
        }),
      ],
    }),
    // The secret was never made: CreateContainerConfigError.
    deployment('invoice-worker', {
      containers: [
        container('worker', `${REGISTRY}/invoice-worker:2.2.0`, {
          env: { SMTP_PASSWORD: 'secret:smtp-credentials/password' },
        }),
      ],
    }),
  ];
}

function batch(): KubeObject[] {
  const compare = script(
    'echo "comparing 48210 bookings"',
    'sleep 1',
    'echo "ERROR: 3 bookings have no counterpart: 80121, 80377, 80378" >&2',
    'exit 2',
  );
  return [
    cronJob('reconciliation', '*/2 * * * *', {
      containers: [container('reconcile', `${REGISTRY}/ledger-tools:3.1.0`, compare)],
      job: { backoffLimit: 1 },
      spec: { failedJobsHistoryLimit: 2 },
    }),
    // Fails for good: BackoffLimitExceeded.
    job('settlement-2026-01', {
      containers: [
        container('settle', `${REGISTRY}/ledger-tools:3.1.0`, {
          ...script(
            'echo "settling january"',
            'echo "ERROR: the bank refused the certificate: it has expired" >&2',
            'exit 1',
          ),
        }),
      ],
      spec: { backoffLimit: 1 },
    }),
  ];
}
