import { serviceAccount } from '../build/access.ts';
import { configMap, namespace } from '../build/configuration.ts';
import { container, httpProbe, volumes } from '../build/containers.ts';
import { ingressClass, service } from '../build/network.ts';
import { cordon } from '../build/steps.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { storageClass } from '../build/volumes.ts';
import { daemonSet, deployment } from '../build/workloads.ts';

/** What the place itself needs: storage, a door, measurements. One of its nodes is taken out of service. */
export function edge(): Theme {
  return theme(
    'edge',
    [
      storageClass('local', 'local.csi.example.com', { expands: false }),
      ingressClass('nginx', 'k8s.io/ingress-nginx', true),
      namespace('edge-gateway', { workspace: 'system-workspace', description: 'The door of the place' }),
      ...inNamespace('edge-gateway', [
        serviceAccount('gateway'),
        configMap('gateway', { 'default.conf': 'server { listen 80; location / { return 200 "ok"; } }\n' }),
        deployment('gateway', {
          containers: [
            container('nginx', 'nginx:1.29', {
              port: 80,
              cpu: '50m',
              memory: ['32Mi', '128Mi'],
              readinessProbe: httpProbe('/', 'http'),
              volumeMounts: [{ name: 'config', mountPath: '/etc/nginx/conf.d' }],
            }),
          ],
          pod: { serviceAccountName: 'gateway', ...volumes({ config: { configMap: { name: 'gateway' } } }) },
        }),
        service('gateway', { http: 80 }, { type: 'LoadBalancer' }),
      ]),
      namespace('monitoring', { workspace: 'system-workspace' }),
      ...inNamespace('monitoring', [
        daemonSet('node-exporter', {
          containers: [
            container('node-exporter', 'quay.io/prometheus/node-exporter:v1.10.2', {
              ports: { metrics: 9100 },
              cpu: '10m',
              memory: '96Mi',
            }),
          ],
          pod: { hostNetwork: true, tolerations: [{ operator: 'Exists' }] },
        }),
      ]),
    ],
    [cordon('edge-2')],
  );
}
