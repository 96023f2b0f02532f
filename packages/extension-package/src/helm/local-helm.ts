import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { HelmCommand, HelmMajor, HelmOutcome, HelmRunner, HelmRunOptions } from './helm-runner.ts';
import { Tail } from './tail.ts';

export interface HelmBinary {
  /** Absolute. */
  path: string;
  major: HelmMajor;
}

export interface LocalHelmOptions {
  /** Asked before each run. @throws when there is none */
  binary(): Promise<HelmBinary>;
  /** Folder for what runs need; a folder of each run's own is made in it, which nobody else may look into. */
  temporary: string;
  /** Milliseconds between helm being asked to end and being ended. Default: 10,000. */
  patience?: number;
}

const SUPERVISOR = join(import.meta.dirname, 'supervise.ts');
const MOST_OUTPUT = 96 * 1024 * 1024;
const MOST_REASON = 256 * 1024;

/** Runs helm as a process of this machine, in a home of its own, and never longer than this process lives. */
export class LocalHelm implements HelmRunner {
  readonly #options: LocalHelmOptions;

  constructor(options: LocalHelmOptions) {
    this.#options = options;
  }

  async run(command: HelmCommand, options: HelmRunOptions): Promise<HelmOutcome> {
    const { temporary } = this.#options;
    const binary = await this.#options.binary();
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(temporary, 'helm-'));
    try {
      for (const [name, content] of Object.entries(command.files)) {
        await writeFile(join(folder, name), content, { mode: 0o600 });
      }
      const home = join(folder, 'home');
      await mkdir(home, { mode: 0o700 });
      const args = command.args({
        path: (file) => join(folder, file),
        major: binary.major,
        hasKubeconfig: true,
        impersonates: true,
        keepsOutput: false,
      });
      return await this.#watch(supervised([binary.path, ...args], home), options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #watch(child: ChildProcess, { signal, log, limit }: HelmRunOptions): Promise<HelmOutcome> {
    const stdout: Buffer[] = [];
    const stderr = new Tail(MOST_REASON);
    let size = 0;
    let ended: HelmOutcome['ended'];
    let killer: NodeJS.Timeout | undefined;
    const end = (why: NonNullable<HelmOutcome['ended']>) => {
      if (ended !== undefined) return;
      ended = why;
      child.stdin?.write('end\n');
      killer = setTimeout(() => child.stdin?.end(), this.#options.patience ?? 10_000);
    };
    const cancel = () => end('cancelled');
    const timer = setTimeout(() => end('limit'), limit);
    signal.addEventListener('abort', cancel);
    // The other end may be gone already.
    child.stdin?.on('error', () => {});
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_OUTPUT) stdout.push(chunk);
      else child.stdin?.end();
    });
    createInterface({ input: child.stderr! }).on('line', (line) => {
      stderr.add(line);
      log(line);
    });
    if (signal.aborted) cancel();
    try {
      const code = await exitOf(child);
      const whole = size <= MOST_OUTPUT;
      if (!whole) stderr.add(`Error: more than ${MOST_OUTPUT / 1024 / 1024} MiB of output`);
      return {
        code: ended === undefined && whole ? code : null,
        stdout: whole ? Buffer.concat(stdout).toString() : '',
        stderr: stderr.text,
        ...(ended !== undefined && { ended }),
      };
    } finally {
      clearTimeout(timer);
      clearTimeout(killer);
      signal.removeEventListener('abort', cancel);
    }
  }
}

function supervised(command: readonly string[], home: string): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SUPERVISOR, ...command], {
    cwd: home,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      HELM_CACHE_HOME: join(home, 'cache'),
      HELM_CONFIG_HOME: join(home, 'config'),
      HELM_DATA_HOME: join(home, 'data'),
      ...(process.env.SSL_CERT_FILE !== undefined && { SSL_CERT_FILE: process.env.SSL_CERT_FILE }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Control-C in the terminal is for the server, which ends what it runs in its own order.
    detached: true,
  });
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}
