import type { LogGenerator } from '../logs/log-generator.ts';

/** What the simulator knows of a kind of image: what its program would say, answer and use. */
export interface ImageProfile {
  /** Such as `nginx`; also the name of its main process. */
  name: string;
  /** Last parts of the repositories that are of this kind. */
  repositories: readonly string[];
  entrypoint: readonly string[];
  /** Used when the container has no arguments of its own. */
  command: readonly string[];
  /** Programs that stand for the image's server when a command names them. */
  programs: readonly string[];
  /** Whether any other program is taken to be a server too. False: it is not found. */
  anyProgram?: boolean;
  /** Ports that answer beside those that the container declares. */
  ports: readonly number[];
  log: LogGenerator;
  /** Exit code of the server after SIGTERM. */
  stopExitCode: number;
  resources: ResourceModel;
  /** Files of the image by their absolute path. */
  files: Readonly<Record<string, string>>;
  osRelease: 'debian' | 'alpine' | 'busybox' | 'none';
  user: { name: string; id: number };
  workingDirectory: string;
  env: Readonly<Record<string, string>>;
  /** Answers to HTTP requests. Absent: the port is open and speaks something else. */
  respond?(request: SimulatedRequest, server: SimulatedServer): Promise<SimulatedResponse>;
  /** Output of commands that tell a version, such as `nginx -v`. */
  versions?: Readonly<Record<string, string>>;
}

export interface ResourceModel {
  /** Bytes in use soon after the start. A limit below it gets the container killed. */
  memoryBytes: number;
  /** Thousandths of a processor, without and with much to do. */
  idleMillicores: number;
  busyMillicores: number;
}

export interface SimulatedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface SimulatedResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** The container that answers. */
export interface SimulatedServer {
  namespace: string;
  pod: string;
  node: string;
  ip: string;
  container: string;
  image: string;
  port: number;
  now: number;
  /** A file of the container, or nothing. */
  readFile(path: string): Promise<Uint8Array | undefined>;
}
