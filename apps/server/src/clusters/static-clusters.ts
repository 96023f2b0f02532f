import { ClusterConnection } from './cluster-connection.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';
import type { ClusterHandle, ClusterRegistry } from './cluster-registry.ts';

export interface StaticCluster {
  name: string;
  displayName: string;
  endpoint: ClusterEndpoint;
}

/** Clusters that never change; the first is the host. */
export function staticClusters(clusters: readonly StaticCluster[]): ClusterRegistry & AsyncDisposable {
  const handles = clusters.map(
    ({ name, displayName, endpoint }, i): ClusterHandle => ({
      name,
      displayName,
      isHost: i === 0,
      connection: new ClusterConnection(endpoint),
      health: { state: 'ready', since: 0 },
    }),
  );
  return {
    host: handles[0]!,
    get: (name) => handles.find((handle) => handle.name === name),
    list: () => handles,
    watch: () => ({ [Symbol.dispose]() {} }),
    async [Symbol.asyncDispose]() {
      await Promise.all(handles.map(({ connection }) => connection[Symbol.asyncDispose]()));
    },
  };
}
