/**
 * Runs a program and ends it when whoever started this does: `node supervise.ts PROGRAM ARGUMENT…`. Standard input is the
 * thread of life. A server that is killed cannot end its children; the system closes its pipes, which this one notices.
 * A line on it asks the program to end. Exits as the program does.
 */
import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

process.stdin.on('data', () => child.kill('SIGTERM'));
process.stdin.on('end', () => child.kill('SIGKILL'));
process.stdin.on('error', () => child.kill('SIGKILL'));
// Meant for the program; this one ends with it.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));

child.on('error', (error) => {
  console.error(`Error: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 137));
