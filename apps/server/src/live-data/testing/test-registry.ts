import type { ClusterHandle, ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { FaultyConnection } from './faulty-connection.ts';

export interface TestRegistry extends ClusterRegistry {
  cluster: TestCluster;
  connection: FaultyConnection;
  /** Puts a cluster in, in place of one of its name. */
  put(name: string, connection: FaultyConnection): void;
  remove(name: string): void;
}

/** A real cluster `host` behind a connection that can be broken; others may come and go. */
export async function testRegistry(): Promise<TestRegistry> {
  const cluster = await testCluster();
  const connection = new FaultyConnection(cluster.endpoint);
  const handles = new Map<string, ClusterHandle>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const put = (name: string, of: FaultyConnection) => {
    handles.set(name, {
      name,
      displayName: name,
      isHost: name === 'host',
      connection: of,
      health: { state: 'ready', since: 0 },
    });
    tell();
  };
  put('host', connection);
  return {
    cluster,
    connection,
    put,
    remove(name) {
      handles.delete(name);
      tell();
    },
    host: handles.get('host')!,
    get: (name) => handles.get(name),
    list: () => [...handles.values()],
    watch(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
