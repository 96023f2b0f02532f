/** Runs kubectl as a person would, away from the configuration of whoever runs the tests. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KubeRelease, kubeBinaries } from './kube-binaries.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface KubectlRunOptions {
  input?: string;
  environment?: Record<string, string>;
  /** Milliseconds until it is killed. Default: three minutes. */
  timeout?: number;
}

/** A kubectl that goes on until it is stopped: `get -w`, `port-forward`. */
export interface RunningKubectl extends AsyncDisposable {
  readonly stdin: ChildProcessWithoutNullStreams['stdin'];
  stdout(): string;
  stderr(): string;
  /** Resolves with the match when standard output or standard error has it. */
  until(pattern: RegExp, timeout?: number): Promise<RegExpMatchArray>;
  /** Interrupts it, as Control-C does. */
  stop(): Promise<Outcome>;
  readonly ended: Promise<Outcome>;
}

export interface Kubectl extends AsyncDisposable {
  readonly release: KubeRelease;
  /** A folder of its own, for manifests and the like. It is the home and the working directory too. */
  readonly home: string;
  /** @throws with everything it wrote when the exit code is not 0. @returns standard output */
  (line: string, options?: KubectlRunOptions): Promise<string>;
  /** Never rejects for an exit code. */
  try(line: string, options?: KubectlRunOptions): Promise<Outcome>;
  start(line: string, options?: KubectlRunOptions): Promise<RunningKubectl>;
  /** Types into a terminal of its own; all output, of which it has one, is in `stdout`. */
  terminal(line: string, typed: string): Promise<Outcome>;
  /** Tries again until standard output has it. */
  until(line: string, pattern: RegExp, timeout?: number): Promise<string>;
}

/** @param kubeconfig path of the configuration that it uses a copy of */
export async function createKubectl(release: KubeRelease, kubeconfig: string): Promise<Kubectl> {
  const { kubectl: binary } = await kubeBinaries(release);
  const folder = await temporaryFolder('luban-kubectl-');
  const home = join(folder.path, 'home');
  const configuration = join(folder.path, 'kubeconfig');
  await mkdir(home);
  await copyFile(kubeconfig, configuration);
  const running = new Set<ChildProcessWithoutNullStreams>();

  const launch = (program: string, words: string[], { environment, timeout = 180_000 }: KubectlRunOptions) => {
    const child = spawn(program, words, {
      cwd: home,
      env: { PATH: process.env.PATH ?? '', HOME: home, KUBECONFIG: configuration, TZ: 'UTC', ...environment },
    });
    running.add(child);
    const killer = setTimeout(() => child.kill('SIGKILL'), timeout);
    child.once('close', () => {
      running.delete(child);
      clearTimeout(killer);
    });
    child.stdin.on('error', () => {});
    return child;
  };
  const start = async (line: string, options: KubectlRunOptions = {}) => {
    const child = launch(binary, words(line), options);
    if (options.input !== undefined) child.stdin.end(options.input);
    return observed(child, line);
  };
  const attempt: Kubectl['try'] = async (line, options) => (await start(line, { input: '', ...options })).ended;
  const run = async (line: string, options?: KubectlRunOptions) => {
    const outcome = await attempt(line, options);
    if (outcome.code !== 0) throw new Error(`kubectl ${line}\n${told(outcome)}`);
    return outcome.stdout;
  };
  return Object.assign(run, {
    release,
    home,
    try: attempt,
    start,
    terminal(line: string, typed: string) {
      const child = launch('script', ['-qec', `stty rows 30 cols 100; exec '${binary}' ${line}`, '/dev/null'], {});
      child.stdin.write(typed);
      return observed(child, line).ended;
    },
    async until(line: string, pattern: RegExp, timeout = 90_000) {
      const deadline = performance.now() + timeout;
      for (;;) {
        const outcome = await attempt(line);
        if (pattern.test(outcome.stdout)) return outcome.stdout;
        if (performance.now() > deadline) throw new Error(`kubectl ${line}: no ${pattern}\n${told(outcome)}`);
        await sleep(150);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const child of running) child.kill('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  });
}

function observed(child: ChildProcessWithoutNullStreams, line: string): RunningKubectl {
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]): Outcome => ({ code: code as number | null, ...text }));
  const stop = async () => {
    child.kill('SIGINT');
    return ended;
  };
  return {
    stdin: child.stdin,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    async until(pattern, timeout = 60_000) {
      const deadline = performance.now() + timeout;
      for (;;) {
        const match = text.stdout.match(pattern) ?? text.stderr.match(pattern);
        if (match !== null) return match;
        const isOver = child.exitCode !== null || performance.now() > deadline;
        if (isOver) throw new Error(`kubectl ${line}: no ${pattern}\n${told({ code: child.exitCode, ...text })}`);
        await sleep(25);
      }
    },
    stop,
    ended,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}

const told = ({ code, stdout, stderr }: Outcome) => `code ${code}\n${stdout}\n${stderr}`;

/** Words at spaces; quotes of both kinds hold words together, as in a shell. */
function words(line: string): string[] {
  const pieces = line.trim().match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return pieces.map((piece) => piece.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
}
