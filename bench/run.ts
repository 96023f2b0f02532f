/**
 * `pnpm bench`: runs every bench of this folder, one after another so that none disturbs another, and prints the array of
 * their results. Names after the command choose some: `pnpm bench index-size mount-cycles`.
 * Ends with code 1 when a bench could not measure; a budget that is exceeded is a result like any other.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchResult } from './support/report.ts';

const wanted = process.argv.slice(2);
const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.endsWith('.test.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const results: BenchResult[] = [];
for (const name of benches) {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
      timeout: 600_000,
    });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    if (lines.length === 0) throw new Error('It printed no result');
    results.push(...lines.map((line) => JSON.parse(line) as BenchResult));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name} could not measure: ${error instanceof Error ? error.message : error}`);
  }
}
console.info(JSON.stringify(results, undefined, 2));
