import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Container, Pod, Service } from '@luban/kube/kinds';
import type { IFileSystem } from 'just-bash';
import type { ImageProfile } from '../../images/profile.ts';
import { BufferedLog } from '../../logs/buffered-log.ts';
import { GeneratedLog } from '../../logs/generated-log.ts';
import type { LogSource } from '../../logs/log-source.ts';
import type { ConfigSource } from '../../shell/config-source.ts';
import { ContainerFiles } from '../../shell/container-files.ts';
import type { ContainerHost } from '../../shell/container-host.ts';
import type { PodFacts } from '../../shell/downward.ts';
import { environmentOf, hostnameOf } from '../../shell/environment.ts';
import { InteractiveShell } from '../../shell/interactive-shell.ts';
import type { PodVolumes } from '../../shell/pod-volumes.ts';
import { commandLineOf, programOf } from '../../shell/program-line.ts';
import { runShell } from '../../shell/run.ts';
import type { ContainerExit, ContainerInstance } from '../../stages/pod/container-record.ts';
import { hexadecimal, integerBetween, type Random, randomOf } from '../../support/random.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import { mixIn } from './mixed-log.ts';
import { isTask, plannedEnd } from './process-end.ts';
import { type Attachment, type OutputListener, StandardStreams } from './standard-streams.ts';
import { terminationMessage } from './termination-message.ts';
import { Waiter } from './waiter.ts';

export interface ContainerProcessOptions {
  pod(): Pod;
  container: Container;
  profile: ImageProfile;
  restartCount: number;
  volumes: PodVolumes;
  config: ConfigSource;
  facts(): PodFacts;
  services(): readonly Service[];
  network: SimulatedNetwork;
  /** As the service account of the pod. */
  api(): KubeClient | undefined;
  clock: Clock;
  seed: string;
  speed: number;
  /** Present: it ran before, under this identity. */
  startedAt?: number;
  usage(): { memoryBytes: number; millicores: number };
  exited(): void;
  onError(error: unknown): void;
}

/** Longest that a program which ignores SIGTERM is waited for. A real one takes its whole grace period. */
const LONGEST_STOP = 2000;

/** How long a step of a task takes, in milliseconds, that nobody knows how to do. */
const TASK = 300;

/** One run of a container: its files, its main process, and what that writes. */
export class ContainerProcess implements ContainerInstance {
  readonly containerId: string;
  readonly startedAt: number;
  readonly host: ContainerHost;
  readonly #options: ContainerProcessOptions;
  readonly #files: ContainerFiles;
  readonly #random: Random;
  readonly #killed = new AbortController();
  readonly #began = Promise.withResolvers<void>();
  readonly #streams: StandardStreams;
  #variables: ReadonlyMap<string, string> = new Map();
  #commandLine: string[] = [];
  #log: BufferedLog | GeneratedLog = new BufferedLog();
  #server = false;
  #exit: ContainerExit | undefined;
  #stopping: Disposable | undefined;

  constructor(options: ContainerProcessOptions) {
    const { container, profile, restartCount, seed, volumes, facts, clock, network } = options;
    this.#options = options;
    this.#streams = new StandardStreams(container.stdin === true);
    this.#random = randomOf(seed, container.name, restartCount);
    this.containerId = `simulated://${hexadecimal(this.#random, 64)}`;
    this.startedAt = options.startedAt ?? clock.now();
    this.#files = new ContainerFiles(options.pod(), container, profile, () => facts().podIp, volumes);
    this.host = {
      pod: options.pod,
      container,
      profile,
      hostname: hostnameOf(options.pod()),
      ip: () => facts().podIp,
      startedAt: this.startedAt,
      clock,
      network,
      commandLine: this.#commandLine,
      usage: options.usage,
      api: options.api,
      signal: (name) => this.stop(name === 'SIGKILL' ? 0 : LONGEST_STOP, name),
    };
    this.#begin().catch((error: unknown) => {
      if (this.#exit !== undefined) return;
      options.onError(error);
      this.#end({ exitCode: 128, reason: 'StartError', message: 'the simulated process could not be started' });
    });
  }

  get exit(): ContainerExit | undefined {
    return this.#exit;
  }

  /** What it writes. Resolves soon after the start. */
  async log(): Promise<LogSource> {
    await this.#began.promise;
    return this.#log;
  }

  /** Environment of the container, for further processes in it. */
  async environment(): Promise<ReadonlyMap<string, string>> {
    await this.#began.promise;
    return this.#variables;
  }

  files(): Promise<IFileSystem> {
    return this.#files.current(this.#variables);
  }

  readFile(path: string): Promise<Uint8Array | undefined> {
    return this.#files.read(path, this.#variables);
  }

  get workingDirectory(): string {
    return this.#options.container.workingDir || this.#options.profile.workingDirectory;
  }

  /** Whether its main process answers requests. */
  get serves(): boolean {
    return this.#exit === undefined && this.#server;
  }

  stop(graceMilliseconds: number, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): void {
    if (this.#exit !== undefined) return;
    if (signal === 'SIGKILL' || graceMilliseconds <= 0) {
      this.#end({ exitCode: 137, reason: 'Error' });
      return;
    }
    if (this.#stopping !== undefined) return;
    const { profile, clock, speed } = this.#options;
    const exitCode = this.#server ? profile.stopExitCode : 137;
    const longest = Math.min(graceMilliseconds, LONGEST_STOP);
    const after = this.#server ? Math.min(longest, integerBetween(this.#random, 80, 900)) : longest;
    this.#stopping = clock.after(after / speed, () =>
      this.#end({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' }),
    );
  }

  /** Connects somebody to the main process: what it writes from now on, and what it reads when it reads anything. */
  async attach(write: OutputListener): Promise<Attachment> {
    await this.#began.promise;
    const missed = this.#log instanceof BufferedLog ? this.#log.after(-1, this.#options.clock.now()) : [];
    return this.#streams.attach(write, missed);
  }

  /** Resolves with the exit code when the main process ends. */
  readonly ended = Promise.withResolvers<number>();

  async #begin(): Promise<void> {
    const { pod, container, facts, config, services, profile } = this.#options;
    const environment = await environmentOf({
      pod: pod(),
      container,
      facts: facts(),
      config,
      services: services(),
      base: profile.env,
    });
    this.#variables = 'variables' in environment ? environment.variables : new Map();
    this.#commandLine.push(...commandLineOf(container, profile, this.#variables));
    const program = await programOf(
      this.#commandLine,
      profile,
      () => this.files(),
      this.workingDirectory,
      true,
      (path) => (container.volumeMounts ?? []).some(({ mountPath }) => path.startsWith(mountPath)),
    );
    if (this.#exit !== undefined) return;
    switch (program.kind) {
      case 'missing': {
        const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${program.message}: unknown`;
        this.#began.resolve();
        this.#end({ exitCode: 128, reason: 'StartError', message });
        return;
      }
      case 'server':
        this.#startServer(profile);
        this.#began.resolve();
        return;
      case 'interactive':
        this.#startShell(await this.files());
        this.#began.resolve();
        return;
      case 'script': {
        this.#began.resolve();
        if (container.stdin && program.readsStdin) await this.#streams.inputEnded;
        const exitCode = await this.#script(program.script, await this.files());
        const read = (path: string) => this.readFile(path);
        const message = await terminationMessage(container, exitCode, read, this.#log, this.#options.clock.now());
        this.#end({
          exitCode,
          reason: exitCode === 0 ? 'Completed' : 'Error',
          ...(message !== undefined && { message }),
        });
      }
    }
  }

  async #script(script: string, files: IFileSystem): Promise<number> {
    const log = this.#bufferedLog();
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    const { clock, speed } = this.#options;
    const waiter = new Waiter(clock, this.#killed.signal, speed);
    const outcome = await runShell(script, {
      host: {
        ...this.host,
        files,
        killed: this.#killed.signal,
        sleep: (milliseconds) => waiter.sleep(milliseconds),
        serve: (profile) => (this.#isTask ? waiter.sleep(TASK).then(() => 0) : this.#serveIn(log, profile)),
      },
      variables: this.#variables,
      workingDirectory: this.workingDirectory,
      stdin: this.#streams.received,
      output: (stream, bytes) => {
        log.write(stream, decoders[stream].decode(bytes, { stream: true }), clock.now());
        this.#streams.tell(stream, bytes);
      },
    });
    return outcome.exitCode;
  }

  get #isTask(): boolean {
    return isTask(this.#options.pod(), this.#options.container, this.#options.profile);
  }

  #startShell(files: IFileSystem): void {
    const { container, clock, speed } = this.#options;
    const log = this.#bufferedLog();
    const waiter = new Waiter(clock, this.#killed.signal, speed);
    const write = (stream: 'stdout' | 'stderr', bytes: Buffer) => {
      const shown = container.tty ? Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1') : bytes;
      log.write(container.tty ? 'stdout' : stream, shown.toString(), clock.now());
      this.#streams.tell(container.tty ? 'stdout' : stream, shown);
    };
    const shell = new InteractiveShell({
      terminal: container.tty === true && container.stdin === true,
      hostname: this.host.hostname,
      root: true,
      variables: this.#variables,
      workingDirectory: this.workingDirectory,
      run: (script, state, interrupted, stdin) =>
        runShell(script, {
          host: {
            ...this.host,
            files,
            killed: AbortSignal.any([interrupted, this.#killed.signal]),
            sleep: (milliseconds) => waiter.sleep(milliseconds, interrupted),
            ...(container.tty && { terminal: { columns: 80, rows: 24 } }),
          },
          ...state,
          ...(stdin !== undefined && { stdin: Buffer.from(stdin) }),
          interactive: true,
          output: write,
        }),
      write: (stream, text) => write(stream, Buffer.from(text)),
      exited: (exitCode) => this.#end({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' }),
    });
    this.#streams.shell = shell;
    // Nobody will ever type into it.
    if (!container.stdin) shell.end();
  }

  #startServer(profile: ImageProfile): void {
    const { clock, speed } = this.#options;
    const end = plannedEnd(this.#options.pod(), this.#options.container, this.#commandLine, profile, this.#random);
    this.#server = true;
    this.#log = this.#generatedLog(profile, end?.lastWords ?? []);
    if (end === undefined) return;
    const after = this.startedAt + end.after - clock.now();
    this.#stopping = undefined;
    clock.after(Math.max(0, after) / speed, () => this.#end(end.exit));
  }

  /** A script that started a server: its lines come between those of the script. */
  async #serveIn(log: BufferedLog, profile: ImageProfile): Promise<number> {
    const { clock, speed } = this.#options;
    this.#server = true;
    const waiter = new Waiter(clock, this.#killed.signal, speed);
    // Lines come at the times that they bear, however fast everything else goes.
    const sleep = (milliseconds: number) => waiter.sleep(milliseconds * speed);
    await mixIn(this.#generatedLog(profile, []), log, clock, sleep, this.#killed.signal);
    return profile.stopExitCode;
  }

  #generatedLog(
    profile: ImageProfile,
    lastWords: readonly { after: number; text: string; stream?: 'stderr' }[],
  ): GeneratedLog {
    const { container, restartCount, seed } = this.#options;
    return new GeneratedLog({
      generator: profile.log,
      writer: {
        hostname: this.host.hostname,
        image: container.image ?? '',
        container: container.name,
        ip: this.host.ip(),
      },
      seed: `${seed}/${container.name}/${restartCount}`,
      startedAt: this.startedAt,
      notice: `simulated by LuBan: no ${profile.name} runs here, these lines are made up`,
      lastWords,
    });
  }

  #bufferedLog(): BufferedLog {
    const log = this.#log instanceof BufferedLog ? this.#log : new BufferedLog();
    this.#log = log;
    return log;
  }

  #end(exit: ContainerExit): void {
    if (this.#exit !== undefined) return;
    this.#exit = exit;
    this.#stopping?.[Symbol.dispose]();
    this.#log.end(this.#options.clock.now());
    this.#began.resolve();
    this.#killed.abort();
    this.ended.resolve(exit.exitCode);
    // Whoever started it gets it in hand first.
    queueMicrotask(() => this.#options.exited());
  }
}
