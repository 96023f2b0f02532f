/** Checks the types of the whole workspace with one compiler run. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/workspace.ts';

const tsc = join(root, 'node_modules', '.bin', 'tsc');
const { status } = spawnSync(tsc, ['--noEmit', '-p', root, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
