/** Runs helm as a person would, away from the configuration of whoever runs the tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type KubeRelease, kubeBinaries } from './kube-binaries.ts';
import type { Outcome } from './kubectl.ts';
import { REPOSITORY } from './product.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Helm extends AsyncDisposable {
  readonly release: KubeRelease;
  /** 3 or 4. */
  readonly major: 3 | 4;
  /** Home and working directory. */
  readonly home: string;
  /** @throws with everything it wrote when the exit code is not 0. @returns standard output */
  (...words: string[]): Promise<string>;
  /** Never rejects for an exit code. */
  try(...words: string[]): Promise<Outcome>;
}

/** Charts of the repository's own, in the shapes of those that people install. */
export const CHARTS = join(REPOSITORY, 'e2e/fixtures/charts');

const PATIENCE = 240_000;

/** @param kubeconfig path of the configuration that it uses a copy of */
export async function createHelm(release: KubeRelease, kubeconfig: string): Promise<Helm> {
  const { helm: binary } = await kubeBinaries(release);
  const folder = await temporaryFolder('luban-helm-');
  const home = join(folder.path, 'home');
  const configuration = join(folder.path, 'kubeconfig');
  await mkdir(home);
  await copyFile(kubeconfig, configuration);
  const attempt: Helm['try'] = async (...words) => {
    const child = spawn(binary, words, {
      cwd: home,
      env: { PATH: process.env.PATH ?? '', HOME: home, KUBECONFIG: configuration, TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
    });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        text[stream] += chunk;
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...text };
  };
  const run = async (...words: string[]) => {
    const { code, stdout, stderr } = await attempt(...words);
    if (code !== 0) throw new Error(`helm ${words.join(' ')}\ncode ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };
  return Object.assign(run, {
    release,
    major: release === 'v32' ? (3 as const) : (4 as const),
    home,
    try: attempt,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  });
}
