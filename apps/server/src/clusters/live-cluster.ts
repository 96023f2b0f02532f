import type { Clock } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import type { AddressGuard } from '../addresses/address-guard.ts';
import { Refusal } from '../refusal.ts';
import { ClusterConnection, type ConnectionMonitor } from './cluster-connection.ts';
import { credentialsName } from './cluster-credentials.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';
import { ClusterMonitor, type ProbeResult } from './cluster-monitor.ts';
import type { ClusterHandle, ClusterHealth } from './cluster-registry.ts';
import { type Kubeconfig, readKubeconfig } from './kubeconfig.ts';

/** How to reach a cluster, or why there is no way. */
export type ClusterSource = Kubeconfig | { problem: Refusal };

export interface LiveClusterOptions {
  name: string;
  displayName: string;
  isHost: boolean;
  source: ClusterSource;
  clock: Clock;
  /** Called after each change of its health. */
  onChange(cluster: ClusterHandle): void;
  longestRetry?: number;
}

/** Milliseconds that a cluster has for saying that it is ready. */
const READY_WITHIN = 3_000;

export class LiveCluster implements ClusterHandle, AsyncDisposable {
  readonly name: string;
  displayName: string;
  readonly isHost: boolean;
  readonly connection: ClusterConnection;
  /** Absent: there is nothing to look at. */
  readonly monitor: ClusterMonitor | undefined;
  /** When the client's certificate ends; milliseconds of the epoch. */
  readonly expires: number | undefined;
  readonly #problem: ClusterHealth | undefined;

  constructor(options: LiveClusterOptions) {
    const { name, source, clock, onChange, longestRetry } = options;
    this.name = name;
    this.displayName = options.displayName;
    this.isHost = options.isHost;
    if ('problem' in source) {
      this.#problem = { state: 'refused', since: clock.now(), reason: reasonOf(source.problem) };
      this.connection = new ClusterConnection(NOWHERE, { monitor: closed(name, this.#problem) });
      return;
    }
    this.expires = source.expires;
    const monitor = new ClusterMonitor({
      ...{ name, clock, onChange: () => onChange(this) },
      ...(longestRetry !== undefined && { longestRetry }),
      probe: () => probe(this.connection),
      onLost: () => this.connection.reset(monitor.unavailable()),
    });
    this.monitor = monitor;
    this.connection = new ClusterConnection(source.endpoint, { monitor });
  }

  /** @param kubeconfig as somebody wrote it */
  static sourceOf(name: string, kubeconfig: string | undefined, { check, lookup }: AddressGuard): ClusterSource {
    if (!kubeconfig) return { problem: new Refusal(503, 'LB5135', { cluster: name, secret: credentialsName(name) }) };
    try {
      const read = readKubeconfig(kubeconfig);
      check(read.endpoint.server);
      return { ...read, endpoint: { ...read.endpoint, lookup } };
    } catch (error) {
      if (error instanceof Refusal) return { problem: error };
      throw error;
    }
  }

  get health(): ClusterHealth {
    return this.monitor?.health ?? this.#problem!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.monitor?.[Symbol.dispose]();
    await this.connection[Symbol.asyncDispose]();
  }
}

async function probe(connection: ClusterConnection): Promise<ProbeResult> {
  const signal = AbortSignal.timeout(READY_WITHIN);
  try {
    const { status, body } = await connection.probe({ method: 'GET', path: '/readyz', signal });
    body.resume();
    return { answers: true, status };
  } catch (error) {
    return { answers: false, error: signal.aborted ? { code: 'ETIMEDOUT' } : error };
  }
}

/** By RFC 6761, nobody ever has it. */
const NOWHERE: ClusterEndpoint = { server: 'https://cluster.invalid' };

function closed(cluster: string, { reason = '' }: ClusterHealth): ConnectionMonitor {
  return {
    admit() {
      throw new Refusal(503, 'LB5103', { cluster, reason }, { headers: { 'retry-after': '30' } });
    },
    answered() {},
    failed() {},
  };
}

function reasonOf({ code, params }: Refusal): string {
  return `${explain({ code, params }, 'en').sentence} (${code})`;
}
