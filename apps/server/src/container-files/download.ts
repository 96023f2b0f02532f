import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { isStartFailure } from '../terminal/exec-end.ts';
import type { ExecStream } from '../terminal/exec-stream.ts';
import { withArchiveEnd } from './archive-end.ts';
import { splitPath } from './container-path.ts';
import { complaint, complaintOf, exitCode, runTool, startTool, type ToolPlace } from './run-tool.ts';

export type Download =
  | { kind: 'file'; name: string; size: number; body: Readable }
  /** A tar archive, as the container's own program makes it. */
  | { kind: 'folder'; name: string; body: Readable };

/**
 * Reads a file or a folder out of a container. Nothing is kept: bytes come as fast as they are taken.
 *
 * @param path as of `containerPath`
 * @throws Refusal LB5621 the container has no `tar`, LB5622 there is nothing, LB5623 it cannot be read
 */
export async function openDownload(place: ToolPlace, path: string): Promise<Download> {
  if (await tests(place, '-d', path)) return openFolder(place, path);
  const { folder, name } = splitPath(path);
  return openFile(place, path, ['-chf', '-', '-C', folder, await memberOf(place, name)], name);
}

async function openFolder(place: ToolPlace, path: string): Promise<Download> {
  const stream = await startTool(place, ['tar', ...(await folderArguments(place, path))]);
  const complained = complaintOf(stream.stderr);
  const problem = async () => {
    const code = exitCode(place, 'tar', await stream.ended);
    // 1 says that a file changed while it was read, as logs do all the time.
    return code > 1 ? (await complained) || `tar: exit code ${code}` : undefined;
  };
  const bytes = withArchiveEnd(stream.stdout, problem);
  // What is wrong from the beginning is told before anything is sent.
  const first = await bytes.next().catch(async () => {
    throw complaint(path, await complained, exitCode(place, 'tar', await stream.ended));
  });
  async function* all() {
    if (!first.done) yield first.value;
    yield* bytes;
  }
  const name = path === '/' ? 'root' : splitPath(path).name;
  return { kind: 'folder', name, body: readable(all(), stream) };
}

async function folderArguments(place: ToolPlace, path: string): Promise<string[]> {
  if (path === '/') return ['-cf', '-', '-C', '/', '.'];
  const { folder, name } = splitPath(path);
  const member = await memberOf(place, name);
  // The dot follows this link alone, not those inside, which may lead in circles.
  return ['-cf', '-', '-C', folder, (await tests(place, '-L', path)) ? `${member}/.` : member];
}

async function openFile(place: ToolPlace, path: string, args: readonly string[], name: string): Promise<Download> {
  const stream = await startTool(place, ['tar', ...args]);
  const complained = complaintOf(stream.stderr);
  const unpacker = extract();
  const unpacked = pipeline(stream.stdout, unpacker);
  unpacked.catch(() => {});
  const entries = unpacker[Symbol.asyncIterator]() as AsyncIterator<AsyncIterable<Uint8Array> & { header: Header }>;
  const first = await entries.next().catch(() => ({ done: true }) as const);
  if (first.done) throw complaint(path, await complained, exitCode(place, 'tar', await stream.ended));
  const { header } = first.value;
  if (header.type !== 'file' && header.type !== 'contiguous-file') {
    stream.destroy();
    throw complaint(path, `it is a ${header.type}`, 0);
  }
  async function* content(entry: AsyncIterable<Uint8Array>) {
    // The last piece waits until the program says that all is well: whoever downloads counts bytes.
    let last: Uint8Array | undefined;
    for await (const piece of entry) {
      if (last !== undefined) yield last;
      last = piece;
    }
    await entries.next();
    await unpacked;
    const code = exitCode(place, 'tar', await stream.ended);
    if (code !== 0) throw complaint(path, await complained, code);
    if (last !== undefined) yield last;
  }
  return { kind: 'file', name, size: header.size ?? 0, body: readable(content(first.value), stream) };
}

/** A name as an argument of `tar`: the dot keeps it from being read as an option. */
async function memberOf(place: ToolPlace, name: string): Promise<string> {
  if (!name.includes('\\')) return `./${name}`;
  // GNU tar takes a backslash in its arguments as the beginning of an escape, others take it as it is.
  const { stdout } = await runTool(place, ['tar', '--version']);
  return `./${stdout.includes('GNU tar') ? name.replaceAll('\\', '\\\\') : name}`;
}

/** @param question such as `-d`; no container without the program answers yes */
export async function tests(place: ToolPlace, question: string, path: string): Promise<boolean> {
  const stream = await startTool(place, ['test', question, path]);
  stream.stdout.resume();
  stream.stderr.resume();
  const end = await stream.ended;
  if (end.kind === 'missing' || (end.kind === 'exit' && isStartFailure(end.code))) return false;
  return exitCode(place, 'test', end) === 0;
}

function readable(bytes: AsyncGenerator<Uint8Array>, stream: ExecStream): Readable {
  return Readable.from(bytes, { objectMode: false }).on('close', () => stream.destroy());
}
