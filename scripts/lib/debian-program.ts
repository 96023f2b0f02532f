import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isProgram } from './is-program.ts';

const CACHE = join(import.meta.dirname, '../../.cache/debian');

/**
 * The path of a program: one of the PATH, or one out of Debian's package of that name. The package is unpacked into
 * `.cache/` and not installed, so that nobody has to be root and no service starts.
 *
 * @param path of the program inside the package
 * @throws Error with what to do
 */
export function findDebianProgram(name: string, path = `usr/bin/${name}`): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = [...folders.map((folder) => join(folder, name)), join(CACHE, name, path)].find(isProgram);
  return found ?? unpacked(name, path);
}

function unpacked(name: string, path: string): string {
  const cure = `Install it (Debian and Ubuntu: \`sudo apt-get install ${name}\`), or put the program on the PATH.`;
  if (!['apt-get', 'dpkg-deb'].every((tool) => ['/usr/bin', '/bin'].some((folder) => isProgram(join(folder, tool))))) {
    throw new Error(`These tests need ${name}, which was not found, and this is no Debian to get it from. ${cure}`);
  }
  console.info(`No ${name} was found; unpacking Debian's …`);
  const folder = join(CACHE, `.${name}.${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  try {
    const run = (...words: [string, ...string[]]) =>
      spawnSync(words[0], words.slice(1), { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
    const download = () => run('apt-get', '-qq', '-o', 'APT::Sandbox::User=root', 'download', name);
    // The lists may be missing or old; only root may renew them.
    if (!download() && !(run('apt-get', '-qq', 'update') && download())) {
      throw new Error(`\`apt-get download ${name}\` failed; the lines above say why. ${cure}`);
    }
    const file = readdirSync(folder).find((entry) => entry.endsWith('.deb'));
    if (file === undefined || !run('dpkg-deb', '-x', file, '.')) throw new Error(`${name} did not unpack. ${cure}`);
    rmSync(join(folder, file));
    // Whoever comes second throws their copy away.
    if (!existsSync(join(CACHE, name))) renameSync(folder, join(CACHE, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const program = join(CACHE, name, path);
  if (!isProgram(program)) throw new Error(`Debian's ${name} holds no ${path} that can be run. ${cure}`);
  return program;
}
