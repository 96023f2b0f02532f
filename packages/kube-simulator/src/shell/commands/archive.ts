import { gunzipSync, gzipSync } from 'node:zlib';
import type { Command, IFileSystem } from 'just-bash';
import { latin1FromBytes } from 'just-bash';
import { extract, pack } from 'tar-stream';
import { CAPACITY } from '../capacity.ts';

const MOST_ENTRIES = 20_000;

interface TarOptions {
  mode: 'c' | 'x' | 't' | undefined;
  file: string;
  directory: string;
  compress: boolean;
  verbose: boolean;
  paths: string[];
}

export interface TarRun {
  fs: IFileSystem;
  cwd: string;
  /** All of standard input; asked for only when it is read. */
  stdin(): Buffer;
}

export interface TarOutcome {
  stdout: Buffer;
  stderr: string;
  exitCode: number;
}

/** `tar` in scripts, whose strings are smaller than archives may be. */
export const tar: Command = {
  name: 'tar',
  execute: async (words, { fs, cwd, stdin }) => {
    const { stdout, ...rest } = await runTar(words, {
      ...{ fs, cwd },
      stdin: () => Buffer.from(latin1FromBytes(stdin), 'latin1'),
    });
    return { ...rest, stdout: stdout.toString('latin1'), stdoutKind: 'bytes', stdoutEncoding: 'binary' };
  },
};

/** `tar` over standard input and output, as `kubectl cp` uses it, and with files. Names lose their leading slash. */
export async function runTar(words: readonly string[], context: TarRun): Promise<TarOutcome> {
  const options = parse(words, context.cwd, context.fs);
  const none = Buffer.alloc(0);
  const fail = (message: string, exitCode = 2) => ({ stdout: none, stderr: `tar: ${message}\n`, exitCode });
  try {
    if (options.mode === 'c') {
      if (options.paths.length === 0) return fail('Cowardly refusing to create an empty archive');
      const { archive, problems } = await create(context.fs, options);
      const bytes = options.compress ? gzipSync(archive) : archive;
      const stderr = problems.map((problem) => `tar: ${problem}\n`).join('');
      const exitCode = problems.length > 0 ? 2 : 0;
      if (options.file === '-') return { stdout: bytes, stderr, exitCode };
      await context.fs.writeFile(context.fs.resolvePath(context.cwd, options.file), bytes);
      return { stdout: none, stderr, exitCode };
    }
    if (options.mode === undefined) return fail('You must specify one of the options: c, t, x');
    const input =
      options.file === '-'
        ? context.stdin()
        : Buffer.from(await context.fs.readFileBuffer(context.fs.resolvePath(context.cwd, options.file)));
    const archive = input[0] === 0x1f && input[1] === 0x8b ? gunzipSync(input, { maxOutputLength: CAPACITY }) : input;
    const names = await unpack(context.fs, options, archive);
    const listed = options.mode === 't' || options.verbose ? names.map((name) => `${name}\n`).join('') : '';
    return { stdout: Buffer.from(listed), stderr: '', exitCode: 0 };
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'This does not look like a tar archive');
  }
}

function parse(words: readonly string[], cwd: string, files: IFileSystem): TarOptions {
  const options: TarOptions = {
    mode: undefined,
    file: '-',
    directory: cwd,
    compress: false,
    verbose: false,
    paths: [],
  };
  const queue = [...words];
  let first = true;
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word.startsWith('--')) {
      const [name, value] = word.slice(2).split('=', 2);
      if (name === 'create') options.mode = 'c';
      else if (name === 'extract') options.mode = 'x';
      else if (name === 'list') options.mode = 't';
      else if (name === 'file') options.file = value ?? queue.shift() ?? '-';
      else if (name === 'directory')
        options.directory = files.resolvePath(options.directory, value ?? queue.shift() ?? '');
      else if (name === 'gzip') options.compress = true;
    } else if (word.startsWith('-') || first) {
      for (const letter of word.replace(/^-/, '')) {
        if (letter === 'c' || letter === 'x' || letter === 't') options.mode = letter;
        else if (letter === 'f') options.file = queue.shift() ?? '-';
        else if (letter === 'C') options.directory = files.resolvePath(options.directory, queue.shift() ?? '');
        else if (letter === 'z') options.compress = true;
        else if (letter === 'v') options.verbose = true;
      }
    } else options.paths.push(word);
    first = false;
  }
  return options;
}

async function create(
  files: IFileSystem,
  { directory, paths }: TarOptions,
): Promise<{ archive: Buffer; problems: string[] }> {
  const archive = pack();
  const chunks: Uint8Array[] = [];
  const ended = (async () => {
    for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  })();
  const problems: string[] = [];
  let size = 0;
  let entries = 0;
  const add = async (path: string, name: string): Promise<void> => {
    if (++entries > MOST_ENTRIES) throw new Error('too many files for the simulated tar');
    const { isDirectory, isSymbolicLink, mode, mtime } = await files.lstat(path);
    const header = { name: name.replace(/^\/+/, ''), mode: mode & 0o7777, mtime };
    if (isSymbolicLink) archive.entry({ ...header, type: 'symlink', linkname: await files.readlink(path) });
    else if (isDirectory) {
      if (header.name !== '')
        archive.entry({ ...header, name: `${header.name.replace(/\/+$/, '')}/`, type: 'directory' });
      for (const child of (await files.readdir(path)).sort()) {
        await add(files.resolvePath(path, child), `${name.replace(/\/+$/, '')}/${child}`);
      }
    } else {
      const bytes = Buffer.from(await files.readFileBuffer(path));
      size += bytes.length;
      if (size > CAPACITY) throw new Error('the archive is too large for the simulated tar');
      archive.entry(header, bytes);
    }
  };
  for (const path of paths) {
    const absolute = files.resolvePath(directory, path);
    if (await files.exists(absolute)) await add(absolute, path);
    else problems.push(`${path}: Cannot stat: No such file or directory`);
  }
  if (problems.length > 0) problems.push('Exiting with failure status due to previous errors');
  archive.finalize();
  await ended;
  // The end of an empty archive would make `kubectl cp` content before it hears of the problems.
  return { archive: entries === 0 ? Buffer.alloc(0) : Buffer.concat(chunks), problems };
}

async function unpack(files: IFileSystem, options: TarOptions, archive: Buffer): Promise<string[]> {
  if (!(await files.exists(options.directory)))
    throw new Error(`${options.directory}: Cannot open: No such file or directory`);
  const reader = extract();
  const names: string[] = [];
  reader.end(archive);
  for await (const entry of reader) {
    const { name, type, mode, mtime, linkname } = entry.header;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (names.length >= MOST_ENTRIES) throw new Error('too many files for the simulated tar');
    names.push(name);
    if (options.mode === 't') continue;
    // Names that would climb out stay inside, as with GNU tar.
    const path = files.resolvePath(
      options.directory,
      name
        .split('/')
        .filter((part) => part !== '..' && part !== '')
        .join('/'),
    );
    if (type === 'directory') {
      await files.mkdir(path, { recursive: true });
      continue;
    }
    await files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true });
    if (type === 'symlink' && linkname) {
      await files.rm(path, { force: true });
      await files.symlink(linkname, path);
    } else if (type === 'file' || type === 'contiguous-file') {
      await files.writeFile(path, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      if (mode !== undefined) await files.chmod(path, mode);
      if (mtime !== undefined) await files.utimes(path, mtime, mtime);
    }
  }
  return names;
}
