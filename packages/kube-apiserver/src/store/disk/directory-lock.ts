import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StoreLocked } from '../store-error.ts';

/** Milliseconds between signs of life, for processes on other machines that see the same directory. */
const SIGN_OF_LIFE = 10_000;
/** Silence after which a process on another machine counts as gone. */
const SILENCE = 60_000;

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
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, content, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const found = await readFile(file, 'utf8').catch(() => '');
    const other = parseOwner(found);
    const refusal = await reasonToRefuse(file, other);
    if (refusal !== undefined || attempt === 5) {
      throw new StoreLocked(
        file,
        `The store in ${directory} is in use ${refusal ?? 'by processes that start at once'}`,
      );
    }
    await takeAway(file, found);
  }
  held.add(owner.token);
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

/** Removes a stale lock, and puts it back if it turned out to be somebody's fresh one. */
async function takeAway(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== stale) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function reasonToRefuse(file: string, owner: Owner | undefined): Promise<string | undefined> {
  const silence = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? 0);
  // Its owner may be about to write it.
  if (owner === undefined) return silence < 2000 ? `by a process that is just starting (${file})` : undefined;
  if (owner.host !== hostname()) {
    if (silence > SILENCE) return undefined;
    return `by process ${owner.pid} on ${owner.host}, which was alive ${Math.round(silence / 1000)} s ago (${file}). Stop it, or wait a minute if that machine is gone`;
  }
  const alive = owner.pid === process.pid ? held.has(owner.token) : isAlive(owner);
  return alive ? `by process ${owner.pid} (${file}). Stop it, or use another directory` : undefined;
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
