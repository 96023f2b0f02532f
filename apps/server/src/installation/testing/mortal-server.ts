import { KubeClient, type Transport } from '@luban/kube/client';
import type { LiveClusters } from '../../clusters/live-clusters.ts';
import { InterfaceInstaller } from '../interface-installer.ts';
import type { PretendHelm } from './pretend-releases.ts';
import { PretendReleases } from './pretend-releases.ts';

/** What a server finds that has ended: nothing. */
export class Killed extends Error {
  override name = 'Killed';
}

/** A server's way to the cluster and to helm, which ends for good before a given change of either. */
export interface MortalServer {
  clusters: LiveClusters;
  releases: PretendReleases;
  interfaces: InterfaceInstaller;
  /** Changes so far. */
  readonly changes: number;
  /** What the last change would have been. */
  readonly last: string;
  readonly isDead: boolean;
  /** Resolves when it has ended. */
  readonly death: Promise<void>;
}

/**
 * @param lifetime changes that it makes; `Infinity`: it is only counted
 * @param counts whether a change of an object is one of those that are counted
 */
export function mortalServer(
  living: LiveClusters,
  helm: PretendHelm,
  lifetime: number,
  counts: (path: string) => boolean = () => true,
): MortalServer {
  let changes = 0;
  let last = '';
  let isDead = false;
  const { promise: death, resolve: dies } = Promise.withResolvers<void>();
  const lives = () => {
    if (isDead) throw new Killed();
  };
  const changing = (what: string) => {
    lives();
    last = what;
    if (changes >= lifetime) {
      isDead = true;
      dies();
      throw new Killed(what);
    }
    changes += 1;
  };
  const through = living.host.connection.transport();
  const transport: Transport = async (request) => {
    lives();
    if (request.method !== 'GET' && counts(request.path)) changing(`${request.method} ${request.path}`);
    return through(request);
  };
  const system = new KubeClient(transport, { userAgent: 'luban' });
  const clusters = new Proxy(living, {
    get(target, name) {
      if (name === 'system') return system;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    clusters,
    releases: new PretendReleases(helm, { onChange: () => changing('helm') }),
    interfaces: new InterfaceInstaller(system),
    get changes() {
      return changes;
    },
    get last() {
      return last;
    },
    get isDead() {
      return isDead;
    },
    death,
  };
}
