import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Container, Pod } from '@luban/kube/kinds';
import type { IFileSystem } from 'just-bash';
import type { ImageProfile } from '../images/profile.ts';
import type { SimulatedNetwork } from '../kubelet/network/simulated-network.ts';

/** What a shell in a container sees of its surroundings. */
export interface ContainerHost {
  pod(): Pod;
  container: Container;
  profile: ImageProfile;
  /** The container's name in its network. */
  hostname: string;
  ip(): string;
  startedAt: number;
  clock: Clock;
  network: SimulatedNetwork;
  /** Main process and its arguments, for `ps`. */
  commandLine: readonly string[];
  /** Bytes and thousandths of a processor in use. */
  usage(): { memoryBytes: number; millicores: number };
  /** The cluster's API, with the rights of the pod's service account. Absent: none is mounted. */
  api?(): KubeClient | undefined;
  /** A signal to the main process, from inside. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/** One process that a shell runs. */
export interface ProcessHost extends ContainerHost {
  files: IFileSystem;
  /** Waits on the clock; ends early when the process is killed. */
  sleep(milliseconds: number): Promise<void>;
  /** Aborted when the process is killed. */
  killed: AbortSignal;
  /** Present in a container's main process: becomes a server of a kind of image, until it is killed. */
  serve?(profile: ImageProfile): Promise<number>;
  /** Whether it reads from a terminal, and how large that is. */
  terminal?: { columns: number; rows: number };
}
