import { serviceAccount } from '../build/access.ts';
import { disruptionBudget } from '../build/availability.ts';
import { configMap, namespace } from '../build/configuration.ts';
import { container, httpProbe } from '../build/containers.ts';
import { ingressClass, service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment } from '../build/workloads.ts';

const IMAGE = 'registry.k8s.io/ingress-nginx/nginx-ingress:v1.14.0';

/** Two doors into the cluster: one for customers, one for the company. */
export function ingressNginx(): Theme {
  return theme('ingress-nginx', [
    namespace('ingress-nginx', { workspace: 'system-workspace' }),
    ingressClass('nginx', 'k8s.io/ingress-nginx', true),
    ingressClass('internal', 'k8s.io/internal-ingress-nginx'),
    ...inNamespace('ingress-nginx', [
      serviceAccount('ingress-nginx'),
      configMap('ingress-nginx-controller', { 'proxy-body-size': '16m', 'use-gzip': 'true' }),
      ...controller('ingress-nginx-controller', 'nginx', 2),
      service(
        'ingress-nginx-controller',
        { http: 80, https: 443 },
        { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
      ),
      disruptionBudget('ingress-nginx-controller', { minAvailable: 1 }),
      ...controller('ingress-nginx-internal', 'internal', 1),
      service('ingress-nginx-internal', { http: 80, https: 443 }, { type: 'NodePort' }),
    ]),
  ]);
}

function controller(name: string, className: string, replicas: number) {
  return [
    deployment(name, {
      replicas,
      containers: [
        container('controller', IMAGE, {
          args: ['nginx', `--ingress-class=${className}`],
          ports: { http: 80, https: 443, metrics: 10254 },
          cpu: '100m',
          memory: '90Mi',
          readinessProbe: httpProbe('/healthz', 'metrics'),
          livenessProbe: httpProbe('/healthz', 'metrics', { failureThreshold: 5 }),
        }),
      ],
      pod: { serviceAccountName: 'ingress-nginx' },
    }),
  ];
}
