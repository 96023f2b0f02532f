import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openStore, type StoreOptions } from '../open-store.ts';
import { CRASH_RESOURCE, plannedWrite, WRITERS } from './crash-plan.ts';
import { sampleValue } from './sample-objects.ts';

export interface CrashRound {
  /** Writes that the killed process said were durable. */
  acknowledged: number;
  /** What the store told when it was opened again, such as that a torn write was cut off. */
  notices: string[];
  /** Sentences about what is lost or not as it was written. None is right. */
  wrong: string[];
  /** Milliseconds that opening the store again took. */
  recovery: number;
}

export interface CrashOptions {
  rounds: number;
  /** Of all writers of a round together. Default: 1000. */
  writes?: number;
  durability?: StoreOptions['durability'];
  /** From 0 to below 1; decides when to kill. Default: Math.random. */
  random?: () => number;
}

/**
 * Lets a process write with 64 writers at a time, kills it with SIGKILL at any moment, opens its store and compares, again and
 * again in the same directory. A writer's keys must be as after its last acknowledged write, or as after the one that was
 * under way.
 */
export async function* crashRounds(directory: string, options: CrashOptions): AsyncGenerator<CrashRound> {
  const { rounds, writes = 1000, durability = 'always', random = Math.random } = options;
  let before = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    const { acknowledged, revision } = await writeAndDie(
      [directory, round, writes, durability].map(String),
      random() * writes * 1.1,
    );
    const notices: string[] = [];
    const began = performance.now();
    await using store = await openStore({ directory, durability, onNotice: (message) => notices.push(message) });
    const recovery = performance.now() - began;
    const present = new Map(store.list(CRASH_RESOURCE).items.map(({ key, object }) => [key, sampleValue(object)]));
    const wrong = acknowledged.flatMap((steps, writer) => compare(before, present, round, writer, steps));
    if (store.revision < revision)
      wrong.push(`Revision ${revision} was acknowledged, and the store is at ${store.revision}`);
    before = present;
    yield { acknowledged: acknowledged.reduce((sum, steps) => sum + steps, 0), notices, wrong, recovery };
  }
}

/** @returns how many writes of each writer were acknowledged, and the newest revision that was */
async function writeAndDie(args: string[], killAfter: number): Promise<{ acknowledged: number[]; revision: number }> {
  const script = new URL('./crash-writer.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged = Array.from({ length: WRITERS }, () => 0);
  let revision = 0;
  let lines = 0;
  if (killAfter < 1) child.kill('SIGKILL');
  // What it wrote to the pipe before it died is read after it.
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'done' || ++lines >= killAfter) child.kill('SIGKILL');
    const [writer, written] = line.split(' ').map(Number);
    if (writer === undefined || written === undefined) continue;
    acknowledged[writer] = (acknowledged[writer] ?? 0) + 1;
    revision = Math.max(revision, written);
  }
  const [code, signal] = await exited;
  if (signal !== 'SIGKILL') throw new Error(`The writing process ended by itself with ${code ?? signal}`);
  return { acknowledged, revision };
}

function compare(
  before: ReadonlyMap<string, string>,
  present: ReadonlyMap<string, string>,
  round: number,
  writer: number,
  steps: number,
): string[] {
  const own = (state: ReadonlyMap<string, string>) => {
    const entries = [...state].filter(([key]) => key.startsWith(`crash/writer-${writer}-`));
    return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const expected = new Map(before);
  const advance = (step: number) => {
    const { key, value } = plannedWrite(round, writer, step, (key) => expected.has(key));
    if (value === undefined) expected.delete(key);
    else expected.set(key, value);
  };
  for (let step = 0; step < steps; step++) advance(step);
  const acknowledged = own(expected);
  advance(steps);
  const found = own(present);
  if (found === acknowledged || found === own(expected)) return [];
  return [
    `Writer ${writer} of round ${round} left ${found} after ${steps} acknowledged writes, instead of ${acknowledged}`,
  ];
}
