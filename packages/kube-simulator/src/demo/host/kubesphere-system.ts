import { configMap, namespace, secret } from '../build/configuration.ts';
import { container, httpProbe } from '../build/containers.ts';
import { service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment } from '../build/workloads.ts';

/** Where a console would run, were it installed in this cluster, with the repository that its extensions come from. */
export function kubesphereSystem(): Theme {
  return theme('kubesphere', [
    namespace('kubesphere-system', { workspace: 'system-workspace', description: 'The console and its extensions' }),
    ...inNamespace('kubesphere-system', [
      configMap('console', { 'console.yaml': 'title: LuBan\nlocale: en\n' }),
      secret('console-session', { key: 'simulated: sessions are sealed elsewhere' }),
      deployment('extensions-repository', {
        containers: [
          container('web', 'nginx:1.29', {
            port: 80,
            cpu: '25m',
            memory: ['32Mi', '128Mi'],
            readinessProbe: httpProbe('/', 'http'),
          }),
        ],
      }),
      service('extensions-repository', { http: 80 }),
    ]),
  ]);
}
