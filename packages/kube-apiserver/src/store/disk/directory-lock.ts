import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { StoreLocked } from '../store-error.ts';

/** Milliseconds between signs of life, for processes on other machines that see the same directory. */
const SIGN_OF_LIFE = 10_000;
/** Silence after which a process on another machine counts as gone. */
const SILENCE = 60_000;
/** Milliseconds between attempts while others start, too. */
const PAUSE = 50;
const ATTEMPTS = 40;
/** Milliseconds after which an empty lock is not just being written. */
const WRITING = 1000;

interface Owner {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same number. */
  started: string;
  token: string;
}

/** Tokens of the locks that this process holds: its own number in a file may also be that of a predecessor. */
const held = new Set<string>();

/**
 * Takes the directory for this process, with a file that says who has it. The lock of a process that has ended is taken over.
 * @throws StoreLocked
 */
export async function lockDirectory(directory: string): Promise<AsyncDisposable> {
  const file = join(directory, 'lock');
  const owner: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid), token: randomUUID() };
  const content = `${JSON.stringify(owner)}\n`;
  held.add(owner.token);
  try {
    await acquire(file, content, directory);
  } catch (error) {
    held.delete(owner.token);
    throw error;
  }
  const alive = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), SIGN_OF_LIFE);
  alive.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(alive);
      held.delete(owner.token);
      const present = await readFile(file, 'utf8').catch(() => '');
      if (present === content) await rm(file, { force: true });
    },
  };
}

async function acquire(file: string, content: string, directory: string): Promise<void> {
  for (let attempt = 0; !(await create(file, content)); attempt++) {
    const state = await stateOf(file);
    if (typeof state === 'object' || attempt === ATTEMPTS) {
      const reason = typeof state === 'object' ? state.inUse : `by processes that start at once (${file})`;
      throw new StoreLocked(file, `The store in ${directory} is in use ${reason}`);
    }
    if (state === 'stale' && (await takeOver(file, content))) return;
    await setTimeout(PAUSE);
  }
}

/**
 * Replaces a stale lock. A second file lets only one process at a time judge and remove it: of two that judge at once, the
 * slower would remove the fresh lock of the faster.
 */
async function takeOver(file: string, content: string): Promise<boolean> {
  const guard = `${file}.takeover`;
  if (!(await create(guard, content))) {
    // Its owner needs it for milliseconds, and has died meanwhile.
    if ((await silenceOf(guard)) > PAUSE * ATTEMPTS) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await stateOf(file)) !== 'stale') return false;
    await rm(file, { force: true });
    return await create(file, content);
  } finally {
    await rm(guard, { force: true });
  }
}

/** @returns false when the file exists */
async function create(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    // On a full disk it is there and empty.
    await rm(file, { force: true }).catch(() => {});
    throw error;
  }
}

/** Empty when there is no such file. */
async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return '';
    throw error;
  }
}

/** Milliseconds since the file was touched; 0 when there is none. */
async function silenceOf(file: string): Promise<number> {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

/** `unclear`: it is gone or being written, which the next look will tell. */
async function stateOf(file: string): Promise<'stale' | 'unclear' | { inUse: string }> {
  const owner = parseOwner(await readText(file));
  const silence = await silenceOf(file);
  if (owner === undefined) return silence > WRITING ? 'stale' : 'unclear';
  if (owner.host !== hostname()) {
    if (silence > SILENCE) return 'stale';
    const seconds = Math.round(silence / 1000);
    const there = `process ${owner.pid} on ${owner.host}, which was alive ${seconds} s ago (${file})`;
    return { inUse: `by ${there}. Stop it, or wait a minute if that machine is gone` };
  }
  const alive = owner.pid === process.pid ? held.has(owner.token) : isAlive(owner);
  return alive ? { inUse: `by process ${owner.pid} (${file}). Stop it, or use another directory` } : 'stale';
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // A process of another user is alive as well.
    if (!isCode(error, 'EPERM')) return false;
  }
  return owner.started === startOf(owner.pid);
}

/** When a process began, in clock ticks since the machine's start; empty where the system doesn't tell. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold anything; the 22nd is the start.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    if (typeof owner !== 'object' || owner === null) return undefined;
    const { pid, host, started, token } = owner as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    return { pid, host, started: String(started), token: String(token) };
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
