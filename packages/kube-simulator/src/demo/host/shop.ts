import type { KubeObject } from '@luban/kube';
import { READ, role, roleBinding, serviceAccount } from '../build/access.ts';
import { autoscaler, disruptionBudget, spread } from '../build/availability.ts';
import { tlsSecret } from '../build/certificate.ts';
import { configMap, limitRange, namespace, quota, registrySecret, secret } from '../build/configuration.ts';
import { container, httpProbe, script, tcpProbe, volumes } from '../build/containers.ts';
import { allowIncoming, denyIncoming, externalName, headless, ingress, service } from '../build/network.ts';
import { rollout } from '../build/steps.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { cronJob, deployment, job, statefulSet } from '../build/workloads.ts';
import { CERTIFICATES_GROUP } from './certificates.ts';

const NAMESPACE = 'shop';
const REGISTRY = 'registry.example.com/shop';

/** A shop on the web, most of it in good health. */
export function shop(): Theme {
  return theme(
    'shop',
    [
      namespace(NAMESPACE, { workspace: 'retail', description: 'The shop on the web' }),
      ...inNamespace(NAMESPACE, [...frame(), ...storefront(), ...catalog(), ...cart(), ...batch(), ...doors()]),
    ],
    [
      rollout(NAMESPACE, 'storefront', 'web', [
        { image: `${REGISTRY}/storefront:4.1.0`, cause: 'Release 4.1.0' },
        { image: `${REGISTRY}/storefront:4.2.0`, cause: 'Release 4.2.0: new product pages' },
        { image: `${REGISTRY}/storefront:4.2.1`, cause: 'Release 4.2.1: prices in the right currency again' },
      ]),
    ],
  );
}

function frame(): KubeObject[] {
  return [
    quota('shop', {
      pods: '60',
      'requests.cpu': '8',
      'requests.memory': '16Gi',
      'limits.memory': '32Gi',
      persistentvolumeclaims: '20',
      'services.loadbalancers': '2',
    }),
    limitRange('defaults', {
      request: { cpu: '25m', memory: '64Mi' },
      limit: { memory: '512Mi' },
      max: { memory: '4Gi' },
    }),
    registrySecret('registry', 'registry.example.com', 'shop-puller'),
    serviceAccount('shop', { imagePullSecrets: [{ name: 'registry' }] }),
    role('release', [
      { groups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: [...READ, 'patch', 'update'] },
      { resources: ['pods', 'pods/log'], verbs: READ },
    ]),
    roleBinding('release', 'Role/release', [{ account: 'shop', namespace: NAMESPACE }, { user: 'tom' }]),
    roleBinding('shop-developers', 'ClusterRole/edit', [{ group: 'shop-developers' }]),
    roleBinding('support', 'ClusterRole/view', [{ group: 'support' }]),
    denyIncoming(),
    allowIncoming('storefront', { namespace: 'ingress-nginx' }, 8080),
    allowIncoming('catalog-db', { pods: 'catalog' }, 5432),
    allowIncoming('cart-redis', { pods: 'cart' }, 6379),
  ];
}

function storefront(): KubeObject[] {
  return [
    configMap('storefront', {
      CURRENCY: 'EUR',
      FEATURES: 'reviews,wish-list',
      'robots.txt': 'User-agent: *\nDisallow: /checkout\n',
    }),
    deployment('storefront', {
      replicas: 3,
      annotations: { 'kubernetes.io/change-cause': 'Release 4.1.0' },
      containers: [
        container('web', `${REGISTRY}/storefront:4.1.0`, {
          port: 8080,
          envFrom: [{ configMapRef: { name: 'storefront' } }],
          env: { CATALOG_URL: 'http://catalog', CART_URL: 'http://cart', POD_NAME: 'field:metadata.name' },
          cpu: ['100m', '1'],
          memory: ['128Mi', '256Mi'],
          readinessProbe: httpProbe('/ready', 'http', { periodSeconds: 5 }),
          livenessProbe: httpProbe('/healthz', 'http', { initialDelaySeconds: 10 }),
          lifecycle: { preStop: { exec: { command: ['sleep', '2'] } } },
        }),
      ],
      pod: { serviceAccountName: 'shop', priorityClassName: 'customer-facing', ...spread('storefront') },
    }),
    service('storefront', { http: 80 }),
    autoscaler('storefront', { min: 3, max: 8, cpu: 70 }),
    disruptionBudget('storefront', { minAvailable: 2 }),
  ];
}

/** Waits for its database, migrates it, and ships its log with a sidecar. */
function catalog(): KubeObject[] {
  return [
    secret('catalog-db', { username: 'catalog', password: 'simulated-catalog-password' }, 'kubernetes.io/basic-auth'),
    statefulSet('catalog-db', {
      containers: [
        container('postgres', 'postgres:18', {
          ports: { postgres: 5432 },
          env: { POSTGRES_USER: 'secret:catalog-db/username', POSTGRES_PASSWORD: 'secret:catalog-db/password' },
          cpu: '200m',
          memory: ['256Mi', '1Gi'],
          readinessProbe: tcpProbe('postgres'),
          volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql' }],
        }),
      ],
      claims: { data: '20Gi' },
    }),
    headless('catalog-db', { postgres: 5432 }),
    deployment('catalog', {
      replicas: 2,
      containers: [
        container('catalog', `${REGISTRY}/catalog:2.14.3`, {
          port: 8080,
          env: {
            DATABASE_HOST: 'catalog-db',
            DATABASE_USER: 'secret:catalog-db/username',
            DATABASE_PASSWORD: 'secret:catalog-db/password',
          },
          cpu: '100m',
          memory: ['128Mi', '512Mi'],
          readinessProbe: httpProbe('/ready', 'http'),
          volumeMounts: [{ name: 'logs', mountPath: '/var/log/catalog' }],
        }),
      ],
      pod: {
        serviceAccountName: 'shop',
        initContainers: [
          container('migrate', `${REGISTRY}/catalog-migrations:2.14.3`, {
            ...script('echo "applying 3 migrations"', 'sleep 1', 'echo "schema is at version 57"'),
          }),
          // An init container that stays: what Kubernetes calls a sidecar.
          container('log-shipper', 'registry.example.com/logging/shipper:1.9.0', {
            restartPolicy: 'Always',
            ports: { shipper: 2020 },
            cpu: '10m',
            memory: '32Mi',
            volumeMounts: [{ name: 'logs', mountPath: '/var/log/catalog', readOnly: true }],
          }),
        ],
        ...volumes({ logs: { emptyDir: { sizeLimit: '200Mi' } } }),
      },
    }),
    service('catalog', { http: 80 }),
    disruptionBudget('catalog', { maxUnavailable: 1 }),
  ];
}

function cart(): KubeObject[] {
  return [
    configMap('cart-redis', { 'redis.conf': 'appendonly yes\nmaxmemory 200mb\nmaxmemory-policy allkeys-lru\n' }),
    statefulSet('cart-redis', {
      replicas: 3,
      containers: [
        container('redis', 'redis:8.2', {
          args: ['redis-server', '/etc/redis/redis.conf'],
          ports: { redis: 6379 },
          cpu: '50m',
          memory: ['64Mi', '256Mi'],
          readinessProbe: tcpProbe('redis'),
          volumeMounts: [
            { name: 'data', mountPath: '/data' },
            { name: 'config', mountPath: '/etc/redis' },
          ],
        }),
        container('exporter', 'registry.example.com/monitoring/redis-exporter:1.80.0', {
          ports: { metrics: 9121 },
          cpu: '10m',
          memory: '32Mi',
        }),
      ],
      claims: { data: '2Gi' },
      pod: volumes({ config: { configMap: { name: 'cart-redis' } } }),
    }),
    headless('cart-redis', { redis: 6379 }),
    disruptionBudget('cart-redis', { minAvailable: 2 }),
    deployment('cart', {
      replicas: 2,
      containers: [
        container('cart', `${REGISTRY}/cart:1.22.0`, {
          port: 8080,
          env: { REDIS_URL: 'redis://cart-redis-0.cart-redis:6379' },
          cpu: '50m',
          memory: ['64Mi', '256Mi'],
          readinessProbe: httpProbe('/ready', 'http'),
        }),
      ],
      pod: { serviceAccountName: 'shop' },
    }),
    service('cart', { http: 80 }),
    autoscaler('cart', { min: 2, max: 6, cpu: 60, memory: 80 }),
  ];
}

function batch(): KubeObject[] {
  return [
    job('catalog-import', {
      containers: [
        container('import', `${REGISTRY}/catalog-tools:2.14.3`, {
          ...script('echo "importing 12480 articles"', 'sleep 2', 'echo "done"'),
        }),
      ],
      spec: { backoffLimit: 2 },
    }),
    cronJob('sitemap', '*/5 * * * *', {
      containers: [
        container('sitemap', `${REGISTRY}/catalog-tools:2.14.3`, {
          ...script('echo "writing the sitemap"', 'sleep 3', 'echo "12480 addresses written"'),
        }),
      ],
      spec: { concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 3 },
    }),
    cronJob('abandoned-carts', '30 7 * * 1-5', {
      annotations: { 'kubesphere.io/description': 'Suspended until the texts are agreed with the lawyers.' },
      containers: [container('mail', `${REGISTRY}/mailer:0.9.0`, { ...script('echo "sending reminders"') })],
      spec: { suspend: true, timeZone: 'Europe/Berlin' },
    }),
  ];
}

function doors(): KubeObject[] {
  return [
    tlsSecret('shop-example-com-tls', 'shop.example.com'),
    ingress('shop', {
      className: 'nginx',
      tls: 'shop-example-com-tls',
      hosts: {
        'shop.example.com': { '/': 'storefront:http', '/api/catalog': 'catalog:http', '/api/cart': 'cart:http' },
      },
      annotations: { [`${CERTIFICATES_GROUP}/authority`]: 'company-ca' },
    }),
    ingress('shop-internal', {
      className: 'internal',
      hosts: { 'catalog.internal.example.com': { '/': 'catalog:80' } },
    }),
    externalName('payment-provider', 'api.payment-provider.example'),
  ];
}
