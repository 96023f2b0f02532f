import { container, httpProbe, script, volumes } from '../build/containers.ts';
import { service } from '../build/network.ts';
import { rollout } from '../build/steps.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment } from '../build/workloads.ts';

const NAMESPACE = 'shop';
const REGISTRY = 'registry.example.com/shop';

/** What is wrong with the shop today, each with a cause that can be found and mended. */
export function shopTroubles(): Theme {
  return theme(
    'shop',
    inNamespace(NAMESPACE, [
      // A typing error in the tag: ImagePullBackOff.
      deployment('recommendations', {
        replicas: 2,
        containers: [container('recommendations', `${REGISTRY}/recommendations:lastest`, { port: 8080, cpu: '50m' })],
      }),
      // A heap that does not fit its limit: OOMKilled, again and again.
      deployment('search', {
        containers: [
          container('search', `${REGISTRY}/spring-boot:3.5.7`, {
            args: ['java', '-Xmx1g', '-jar', '/search.jar'],
            port: 8080,
            cpu: '100m',
            memory: ['128Mi', '192Mi'],
          }),
        ],
      }),
      // The new release cannot be pulled, so that the rollout never ends. The old one still serves.
      deployment('checkout', {
        replicas: 3,
        annotations: { 'kubernetes.io/change-cause': 'Release 7.3.0' },
        containers: [
          container('checkout', `${REGISTRY}/checkout:7.3.0`, {
            port: 8080,
            cpu: '50m',
            memory: ['64Mi', '256Mi'],
            readinessProbe: httpProbe('/ready', 'http'),
          }),
        ],
        spec: {
          progressDeadlineSeconds: 60,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        },
      }),
      service('checkout', { http: 80 }),
      // The probe wants a file that nobody has made: the pods run and never get ready.
      deployment('reviews', {
        replicas: 2,
        containers: [
          container('reviews', `${REGISTRY}/reviews:1.4.0`, {
            port: 8080,
            cpu: '25m',
            memory: ['64Mi', '256Mi'],
            readinessProbe: {
              exec: script(
                'test -f /tmp/index || { echo "/tmp/index is not there: the index is not built" >&2; exit 1; }',
              ),
              periodSeconds: 5,
            },
          }),
        ],
      }),
      service('reviews', { http: 80 }),
      // Mounts a ConfigMap that nobody has made: the pod stays ContainerCreating.
      deployment('promotions', {
        containers: [
          container('promotions', `${REGISTRY}/promotions:0.8.2`, {
            port: 8080,
            cpu: '25m',
            volumeMounts: [{ name: 'rules', mountPath: '/etc/promotions' }],
          }),
        ],
        pod: volumes({ rules: { configMap: { name: 'promotion-rules' } } }),
      }),
    ]),
    [
      rollout(NAMESPACE, 'checkout', 'checkout', [
        { image: `${REGISTRY}/checkout:7.3.0`, cause: 'Release 7.3.0' },
        { image: 'registry.exmaple.invalid/shop/checkout:7.4.0', cause: 'Release 7.4.0 from the new registry' },
      ]),
    ],
  );
}
