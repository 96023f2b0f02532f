import { channel } from 'node:diagnostics_channel';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Metrics } from './metrics.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What undici tells of a request, as far as it is used here. Source: undici, diagnostics channel. */
interface Told {
  request: { origin?: string | URL; path: string };
  response?: { statusCode: number };
}

/** Times what clusters take to begin an answer, whoever in this process asked, and says which of them answer. */
export function measureClusters(clusters: ClusterRegistry, metrics: Metrics): Disposable {
  const requests = metrics.counter({
    name: 'luban_upstream_requests_total',
    help: 'Requests to clusters, by status; "none" where no answer came.',
    labels: ['cluster', 'code'],
  });
  const seconds = metrics.histogram({
    name: 'luban_upstream_seconds',
    help: 'Time until a cluster began to answer.',
    labels: ['cluster'],
    buckets: SECONDS,
  });
  metrics.gauge({ name: 'luban_cluster_ready', help: '1 where a cluster answers.', labels: ['cluster'] }, (gauge) => {
    gauge.clear();
    for (const { name, health } of clusters.list()) gauge.set(health.state === 'ready' ? 1 : 0, { cluster: name });
  });

  const asked = new WeakMap<object, { cluster: string; at: number }>();
  const begin = (message: unknown) => {
    const { request } = message as Told;
    const cluster = clusterOf(clusters, String(request.origin), request.path);
    if (cluster !== undefined) asked.set(request, { cluster, at: performance.now() });
  };
  const end = (message: unknown) => {
    const { request, response } = message as Told;
    const known = asked.get(request);
    if (known === undefined) return;
    asked.delete(request);
    requests.add(1, { cluster: known.cluster, code: response?.statusCode ?? 'none' });
    if (response !== undefined) seconds.observe((performance.now() - known.at) / 1000, { cluster: known.cluster });
  };
  const subscriptions = [
    ['undici:request:create', begin],
    ['undici:request:headers', end],
    ['undici:request:error', end],
  ] as const;
  for (const [name, listener] of subscriptions) channel(name).subscribe(listener);
  return {
    [Symbol.dispose]() {
      for (const [name, listener] of subscriptions) channel(name).unsubscribe(listener);
    },
  };
}

/** Several clusters may be behind one origin, each below a path of its own: the longest that fits is meant. */
function clusterOf(clusters: ClusterRegistry, origin: string, path: string): string | undefined {
  let found: { name: string; length: number } | undefined;
  for (const { name, connection } of clusters.list()) {
    const { server } = connection.endpoint;
    if (!server.startsWith(origin)) continue;
    const prefix = server.slice(origin.length).replace(/\/+$/, '');
    const fits = (prefix === '' || prefix.startsWith('/')) && path.startsWith(`${prefix}/`);
    if (fits && prefix.length >= (found?.length ?? 0)) found = { name, length: prefix.length };
  }
  return found?.name;
}
