/** Runs a script of the tests where there is no network but loopback. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { REPOSITORY } from './product.ts';

export interface LoopbackRun {
  /** `namespace`: the system has no other route. `watched`: Node refuses every other connection; a kernel may forbid more. */
  kind: 'namespace' | 'watched';
  code: number | null;
  stdout: string;
  stderr: string;
}

const GUARD = join(import.meta.dirname, 'loopback-guard.mjs');

/** @param script path of a TypeScript file, with its arguments */
export async function runOnLoopbackOnly(script: string, ...words: string[]): Promise<LoopbackRun> {
  const alone = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const kind = spawnSync('unshare', [...alone, 'true']).status === 0 ? 'namespace' : 'watched';
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', script, ...words];
  const [program, ...rest] = kind === 'namespace' ? ['unshare', ...alone, ...node] : node;
  const environment: NodeJS.ProcessEnv = { ...process.env };
  // The test runner's own options are not the script's.
  environment.NODE_OPTIONS = kind === 'namespace' ? '' : `--import=${GUARD}`;
  const child = spawn(program!, rest, { cwd: REPOSITORY, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const run: LoopbackRun = { kind, code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    run.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    run.stderr += chunk;
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', end);
  return { ...run, code };
}
