import { autoscaler } from '../build/availability.ts';
import { namespace, quota, secret } from '../build/configuration.ts';
import { container, httpProbe, script, tcpProbe } from '../build/containers.ts';
import { headless, ingress, service } from '../build/network.ts';
import { rollout } from '../build/steps.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { cronJob, deployment, job, statefulSet } from '../build/workloads.ts';

const NAMESPACE = 'warehouse';
const REGISTRY = 'registry.example.com/warehouse';

/** The company's warehouse runs on a small cluster of its own. */
export function warehouse(): Theme {
  return theme(
    'warehouse',
    [
      namespace(NAMESPACE, { workspace: 'retail', description: 'Stock and scanners' }),
      ...inNamespace(NAMESPACE, [
        quota('warehouse', { pods: '20', 'requests.memory': '4Gi' }),
        secret('stock-db', { password: 'simulated-stock-password' }),
        statefulSet('stock-db', {
          containers: [
            container('postgres', 'postgres:17', {
              ports: { postgres: 5432 },
              env: { POSTGRES_PASSWORD: 'secret:stock-db/password' },
              cpu: '100m',
              memory: ['128Mi', '512Mi'],
              readinessProbe: tcpProbe('postgres'),
            }),
          ],
          claims: { data: '10Gi' },
        }),
        headless('stock-db', { postgres: 5432 }),
        deployment('stock', {
          replicas: 2,
          annotations: { 'kubernetes.io/change-cause': 'Release 1.8.0' },
          containers: [
            container('stock', `${REGISTRY}/stock:1.8.0`, {
              port: 8080,
              cpu: '50m',
              memory: ['64Mi', '256Mi'],
              readinessProbe: httpProbe('/ready', 'http'),
            }),
          ],
        }),
        service('stock', { http: 80 }),
        autoscaler('stock', { min: 2, max: 4, cpu: 75 }),
        ingress('stock', { className: 'nginx', hosts: { 'stock.warehouse.example.com': { '/': 'stock:http' } } }),
        // Its hub does not answer: CrashLoopBackOff.
        deployment('scanner-bridge', {
          containers: [
            container('bridge', `${REGISTRY}/scanner-bridge:0.5.2`, {
              memory: '64Mi',
              ...script(
                'echo "connecting to the scanners"',
                'echo "ERROR: scanner hub 192.0.2.17 does not answer" >&2',
                'exit 1',
              ),
            }),
          ],
        }),
        // The node with the label is out of service, and no other has it: Pending.
        deployment('label-printer', {
          containers: [container('printer', `${REGISTRY}/label-printer:2.0.0`, { port: 9100, memory: '64Mi' })],
          pod: { nodeSelector: { 'kubernetes.io/hostname': 'edge-2' } },
        }),
        job('inventory-2025', {
          containers: [
            container('count', `${REGISTRY}/inventory:1.0.0`, {
              memory: '64Mi',
              ...script('echo counting', 'sleep 2', 'echo "91204 pieces"'),
            }),
          ],
        }),
        cronJob('stock-sync', '*/10 * * * *', {
          containers: [
            container('sync', `${REGISTRY}/inventory:1.0.0`, {
              memory: '64Mi',
              ...script('echo "in step with the shop"'),
            }),
          ],
        }),
      ]),
    ],
    [
      rollout(NAMESPACE, 'stock', 'stock', [
        { image: `${REGISTRY}/stock:1.8.0`, cause: 'Release 1.8.0' },
        { image: `${REGISTRY}/stock:1.9.0`, cause: 'Release 1.9.0' },
      ]),
    ],
  );
}
