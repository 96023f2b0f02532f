import { randomBytes } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import { complaint, runTool, type ToolPlace } from './run-tool.ts';

export type EntryType = 'file' | 'folder' | 'link' | 'other';

/** One thing in a folder of a container. */
export interface FolderEntry {
  name: string;
  type: EntryType;
  /** What a link leads to; null when it leads nowhere. */
  target?: Exclude<EntryType, 'link'> | null;
  /** Bytes. */
  size: number;
  /** Permission bits. */
  mode: number;
  /** Seconds of the epoch; null when the container's `stat` does not tell. */
  modified: number | null;
  /** The name is not UTF-8, so that nothing can be asked for by it. */
  unreadable?: true;
}

export interface FolderListing {
  entries: FolderEntry[];
  /** There are more. */
  truncated: boolean;
}

const MOST_ENTRIES = 5_000;
/** Whose targets are looked at: arguments have a limit of their own. */
const MOST_LINKS = 300;
const MOST_BYTES = 4 * 2 ** 20;
const TYPES: ReadonlyMap<number, EntryType> = new Map([
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
]);

/** In words too, for a `stat` that does not know the number. */
const FORMAT = '%f %s %Y %a %F|%n';
const RECORD = /^([\da-f]{1,8}|%f) (\d{1,20}) (-?\d{1,20}|%Y) ([0-7]{1,5}) ([^|]{1,60})\|(.+)\n$/s;
const WORDS: ReadonlyMap<string, EntryType> = new Map([
  ['regular file', 'file'],
  ['regular empty file', 'file'],
  ['directory', 'folder'],
  ['symbolic link', 'link'],
]);

/**
 * What is in a folder, by programs that busybox and coreutils both have, without a shell. Each entry follows a mark that
 * nobody can have put into a name, so that names may hold anything, line ends too.
 *
 * @param path as of `containerPath`
 * @throws Refusal LB5621 the container has not even that, LB5622 no such folder, LB5623 it cannot be read
 */
export async function listFolder(place: ToolPlace, path: string): Promise<FolderListing> {
  const mark = randomBytes(12).toString('hex');
  try {
    return await byFind(place, path, mark);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'LB5621') throw error;
    return byNames(place, path, mark);
  }
}

async function byFind(place: ToolPlace, path: string, mark: string): Promise<FolderListing> {
  const inside = insideOf(path);
  const each = ['-exec', 'stat', '-c', `${mark} ${FORMAT}`, '{}', '+'];
  const argv = ['find', inside, '-mindepth', '1', '-maxdepth', '1', ...each];
  const { code, stdout, stderr, truncated } = await runTool(place, argv, MOST_BYTES);
  const entries = readEntries(stdout, mark, inside);
  // What vanishes meanwhile makes it fail too.
  if (code !== 0 && entries.length === 0) {
    if (/'?stat'?: (?:No such file|not found|Permission denied)/i.test(stderr)) throw missing(place, 'stat');
    if (!/stat: /.test(stderr)) throw complaint(path, stderr, code);
  }
  return withTargets(place, cut(entries, truncated), inside, mark);
}

/** Without `find`: names by lines, so that names with line ends in them are left out, since `stat` finds no such files. */
async function byNames(place: ToolPlace, path: string, mark: string): Promise<FolderListing> {
  const inside = insideOf(path);
  const { code, stdout, stderr, truncated } = await runTool(place, ['ls', '-1A', inside], MOST_BYTES);
  if (code !== 0) throw complaint(path, stderr, code);
  const names = stdout
    .toString()
    .split('\n')
    .filter(Boolean)
    .slice(0, MOST_ENTRIES + 1);
  const entries: FolderEntry[] = [];
  for (let start = 0; start < names.length; start += 200) {
    const paths = names.slice(start, start + 200).map((name) => inside + name);
    const { stdout: described } = await runTool(place, ['stat', '-c', `${mark} ${FORMAT}`, ...paths], MOST_BYTES);
    entries.push(...readEntries(described, mark, inside));
  }
  return withTargets(place, cut(entries, truncated), inside, mark);
}

/** Says of links what they lead to, as far as that can be found out. */
async function withTargets(
  place: ToolPlace,
  listing: FolderListing,
  inside: string,
  mark: string,
): Promise<FolderListing> {
  const links = listing.entries.filter(({ type, unreadable }) => type === 'link' && !unreadable).slice(0, MOST_LINKS);
  if (links.length === 0) return listing;
  const paths = links.map(({ name }) => inside + name);
  const { stdout } = await runTool(place, ['stat', '-L', '-c', `${mark} ${FORMAT}`, ...paths], MOST_BYTES);
  const targets = new Map(readEntries(stdout, mark, inside).map(({ name, type }) => [name, type]));
  for (const link of links) {
    const target = targets.get(link.name);
    link.target = target === undefined || target === 'link' ? null : target;
  }
  return { ...listing, entries: listing.entries.sort(byKindAndName) };
}

function missing({ target }: ToolPlace, program: string): Refusal {
  return new Refusal(422, 'LB5621', { program, pod: target.pod, container: target.container ?? '' });
}

/** The slash makes a link to a folder lead inside, and a file an error. */
function insideOf(path: string): string {
  return path === '/' ? path : `${path}/`;
}

/** @param inside what each name begins with */
export function readEntries(output: Buffer, mark: string, inside: string): FolderEntry[] {
  const entries = new Map<string, FolderEntry>();
  // Bytes, one character each, until names are cut out: their encoding is theirs.
  for (const record of output.toString('latin1').split(`${mark} `).slice(1)) {
    const [, mode = '', size, modified, permissions, word = '', path] = RECORD.exec(record) ?? [];
    if (path === undefined) continue;
    const bytes = Buffer.from(path, 'latin1');
    const whole = bytes.toString();
    const name = nameIn(whole, inside);
    const type = TYPES.get(Number.parseInt(mode, 16) & 0o170000) ?? WORDS.get(word) ?? 'other';
    entries.set(name, {
      name,
      type,
      ...(type === 'link' && { target: null }),
      size: Number(size),
      mode: Number.parseInt(permissions!, 8),
      modified: modified === '%Y' ? null : Number(modified),
      ...(!Buffer.from(whole).equals(bytes) && { unreadable: true as const }),
    });
  }
  return [...entries.values()].sort(byKindAndName);
}

function nameIn(path: string, inside: string): string {
  return path.startsWith(inside) ? path.slice(inside.length) : path.slice(path.lastIndexOf('/') + 1);
}

function byKindAndName(a: FolderEntry, b: FolderEntry): number {
  return order(a) - order(b) || (a.name < b.name ? -1 : 1);
}

function order({ type, target }: FolderEntry): number {
  return type === 'folder' || target === 'folder' ? 0 : 1;
}

function cut(entries: FolderEntry[], truncated: boolean): FolderListing {
  return { entries: entries.slice(0, MOST_ENTRIES), truncated: truncated || entries.length > MOST_ENTRIES };
}
