/**
 * `npm test`: lint, types, builds, unit tests and browser tests, one after the other, all of them even when one fails.
 * The last line is `N passed, N failed`. Names of runners as arguments run those alone: `npm test -- unit e2e`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { findChromium } from './lib/chromium.ts';
import { type Counts, countsOf, sum, type VitestReport } from './lib/counts.ts';
import { root } from './lib/workspace.ts';

const RUNNERS: Record<string, () => Promise<Counts>> = {
  lint: () => one(() => run('biome', ['check', '.'])),
  types: () => one(() => run('tsc', ['--noEmit', '-p', root])),
  build: () => one(async () => (await build()).length === 0),
  unit: () => vitest('unit'),
  e2e: browserTests,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(RUNNERS, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')} to run. There are: ${Object.keys(RUNNERS).join(', ')}.`);
  process.exit(2);
}

const results: Counts[] = [];
for (const [name, runner] of Object.entries(RUNNERS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = performance.now();
  console.info(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const counts = await runner();
  results.push(counts);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.info(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
}
const { passed, failed } = sum(results);
process.exitCode = failed > 0 ? 1 : 0;
console.info(`\n${passed} passed, ${failed} failed`);

async function one(check: () => Promise<boolean>): Promise<Counts> {
  return (await check()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function browserTests(): Promise<Counts> {
  try {
    process.env.CHROMIUM_PATH = findChromium();
  } catch (error) {
    console.error((error as Error).message);
    return { passed: 0, failed: 1 };
  }
  return vitest('e2e');
}

/** A run that ends without a report, or badly with a clean one, counts as one failure. */
async function vitest(project: string): Promise<Counts> {
  const file = join(root, '.cache', 'test', `${project}.json`);
  mkdirSync(join(root, '.cache', 'test'), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const well = await run('vitest', ['run', '--project', `${project}*`, ...reporters]);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const counts = countsOf(JSON.parse(readFileSync(file, 'utf8')) as VitestReport);
  return well || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** Resolves to whether the program ended well. */
function run(program: string, args: string[]): Promise<boolean> {
  const child = spawn(join(root, 'node_modules', '.bin', program), args, { cwd: root, stdio: 'inherit' });
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise((resolve) => {
    const end = (well: boolean) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(well);
    };
    child.on('error', () => end(false));
    child.on('close', (code) => end(code === 0));
  });
}
