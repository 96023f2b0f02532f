import type { ClusterConnection } from '../../clusters/cluster-connection.ts';
import type { ClusterHandle, ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { failureOf } from '../../clusters/connection-failure.ts';
import { isAway } from '../is-away.ts';
import { ClusterController } from './cluster-controller.ts';
import { PlatformController } from './platform-controller.ts';

export interface AccessControllerOptions {
  clusters: ClusterRegistry;
  onError(error: unknown): void;
}

/**
 * Turns roles of the platform, of workspaces, clusters and projects into native ones, in every cluster, for as long as it
 * runs. A cluster that is away is brought up to date when it is back.
 */
export async function startAccessController({ clusters, onError }: AccessControllerOptions): Promise<AsyncDisposable> {
  const running = new Map<string, Running>();
  const platform = new PlatformController({
    client: clusters.host.connection.client(),
    onChange: () => {
      for (const { controller } of running.values()) controller.schedule();
    },
    onError,
  });
  const ending = new Set<Promise<void>>();
  const stop = (name: string) => {
    const { controller } = running.get(name)!;
    running.delete(name);
    const end = controller[Symbol.asyncDispose]().finally(() => ending.delete(end));
    ending.add(end);
  };
  const start = ({ name, isHost, connection, health }: ClusterHandle) => {
    const controller = new ClusterController({
      client: connection.client(),
      isHost,
      platform: () => platform.state(),
      onError: (error) => {
        // That a cluster does not answer is told once, where its health is.
        if (failureOf(error) !== 'none' || isAway(clusters.get(name)?.health ?? health)) return;
        onError(new Error(`Rights in the cluster ${name}: ${sentence(error)}`, { cause: error }));
      },
    });
    running.set(name, { controller, connection, away: isAway(health) });
  };
  const follow = () => {
    const handles = new Map(clusters.list().map((handle) => [handle.name, handle]));
    for (const [name, one] of running) {
      const handle = handles.get(name);
      const isBack = handle !== undefined && one.away && !isAway(handle.health);
      // Whoever waits longer and longer for an answer is not told that there is one again.
      if (handle === undefined || handle.connection !== one.connection || isBack) stop(name);
      else one.away = isAway(handle.health);
    }
    for (const handle of handles.values()) if (!running.has(handle.name)) start(handle);
  };
  follow();
  const watching = clusters.watch(follow);
  return {
    async [Symbol.asyncDispose]() {
      watching[Symbol.dispose]();
      for (const name of [...running.keys()]) stop(name);
      await platform[Symbol.asyncDispose]();
      await Promise.all(ending);
    },
  };
}

interface Running {
  controller: ClusterController;
  connection: ClusterConnection;
  away: boolean;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
