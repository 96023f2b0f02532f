import type { IFileSystem } from 'just-bash';

export const STDOUT_FILE = '/dev/.simulated-stdout';
export const STDERR_FILE = '/dev/.simulated-stderr';

type Write = IFileSystem['appendFile'];

/**
 * A container's file system for one process: what is appended to two names that do not show up anywhere goes to the
 * process's outputs at once. The shell itself hands its output out only at its end; redirected there, it streams.
 */
export function withOutputFiles(
  files: IFileSystem,
  tell: (stream: 'stdout' | 'stderr', bytes: Buffer) => void,
): IFileSystem {
  const divert =
    (method: Write): Write =>
    async (path, content, options) => {
      const stream = path === STDOUT_FILE ? 'stdout' : path === STDERR_FILE ? 'stderr' : undefined;
      if (stream === undefined) return method(path, content, options);
      const encoding = typeof options === 'string' ? options : options?.encoding;
      const bytes =
        typeof content === 'string'
          ? Buffer.from(content, encoding === 'binary' || encoding === 'latin1' ? 'latin1' : 'utf8')
          : Buffer.from(content);
      if (bytes.length > 0) tell(stream, bytes);
    };
  return {
    readFile: (path, options) => files.readFile(path, options),
    ...(files.readFileBytes && { readFileBytes: (path: string) => files.readFileBytes!(path) }),
    readFileBuffer: (path) => files.readFileBuffer(path),
    writeFile: divert((path, content, options) => files.writeFile(path, content, options)),
    appendFile: divert((path, content, options) => files.appendFile(path, content, options)),
    exists: (path) => files.exists(path),
    stat: (path) => files.stat(path),
    mkdir: (path, options) => files.mkdir(path, options),
    readdir: (path) => files.readdir(path),
    ...(files.readdirWithFileTypes && { readdirWithFileTypes: (path: string) => files.readdirWithFileTypes!(path) }),
    rm: (path, options) => files.rm(path, options),
    cp: (from, to, options) => files.cp(from, to, options),
    mv: (from, to) => files.mv(from, to),
    resolvePath: (base, path) => files.resolvePath(base, path),
    getAllPaths: () => files.getAllPaths(),
    chmod: (path, mode) => files.chmod(path, mode),
    symlink: (target, path) => files.symlink(target, path),
    link: (existing, path) => files.link(existing, path),
    readlink: (path) => files.readlink(path),
    lstat: (path) => files.lstat(path),
    realpath: (path) => files.realpath(path),
    utimes: (path, accessed, modified) => files.utimes(path, accessed, modified),
  };
}
