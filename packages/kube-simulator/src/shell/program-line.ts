import type { Container } from '@luban/kube/kinds';
import type { IFileSystem } from 'just-bash';
import type { ImageProfile } from '../images/profile.ts';
import { expand } from './environment.ts';
import { baseName, isShell, quote, quoteAll } from './quote.ts';
import { SHELL_COMMANDS } from './shell-commands.ts';

/** How a command line is carried out. */
export type Program =
  /** In the simulated shell. `argv` is what it stands for. */
  | { kind: 'script'; script: string; readsStdin: boolean }
  /** A shell that reads its commands. */
  | { kind: 'interactive' }
  /** A server that runs on. */
  | { kind: 'server' }
  | { kind: 'missing'; message: string };

/** The container's own command line: what its specification says, or else its image. */
export function commandLineOf(
  container: Container,
  profile: ImageProfile,
  variables: ReadonlyMap<string, string>,
): string[] {
  const { command = [], args = [] } = container;
  const entrypoint = command.length > 0 ? command : profile.entrypoint;
  const rest = command.length > 0 || args.length > 0 ? args : profile.command;
  return [...entrypoint, ...rest].map((word) => expand(word, variables));
}

/** Words of scripts that take standard input. */
const READERS =
  /(?:^|[\s;|&(`])(?:read|cat|tar|tee|wc|sort|head|tail|grep|sed|awk|xargs|base64|md5sum|sha1sum|sha256sum|gunzip|gzip|dd|jq|tr|cut|uniq|sh|bash|psql|mysql|redis-cli)(?:[\s;|&)`]|$)/;

/**
 * @param main whether it is the container's main process, which may be a server
 * @param mounted whether a volume may hold the file
 */
export async function programOf(
  words: readonly string[],
  profile: ImageProfile,
  filesOf: () => Promise<IFileSystem>,
  workingDirectory: string,
  main: boolean,
  mounted: (path: string) => boolean = () => true,
): Promise<Program> {
  const [first = '', ...rest] = words;
  const name = baseName(first);
  if (isShell(first)) return await shellProgram(rest, filesOf, workingDirectory);
  if (main && profile.programs.includes(name) && !versionAsked(rest)) {
    // Images' start scripts take a command of their own, such as `docker-entrypoint.sh sh -c …`.
    const [inner = ''] = rest;
    const wraps =
      name.endsWith('entrypoint.sh') &&
      inner !== '' &&
      !profile.programs.includes(baseName(inner)) &&
      !inner.startsWith('-');
    return wraps ? await programOf(rest, profile, filesOf, workingDirectory, main, mounted) : { kind: 'server' };
  }
  if (SHELL_COMMANDS.has(name) || profile.programs.includes(name)) {
    return {
      kind: 'script',
      script: quoteAll([name, ...rest]),
      readsStdin: READERS.test(` ${name} `) && readsWithout(name, rest),
    };
  }
  const path = first.startsWith('/') ? first : `${workingDirectory}/${first}`;
  // Images hold no scripts of their own here, so that only what is mounted, or was written later, is worth a look.
  const files = first.includes('/') && (!main || mounted(path)) ? await filesOf() : undefined;
  if (files !== undefined && (await isFile(files, path))) {
    const text = await files.readFile(path);
    if (text.startsWith('#!'))
      return { kind: 'script', script: positional(rest) + text, readsStdin: READERS.test(text) };
  }
  if (main && profile.anyProgram) return { kind: 'server' };
  const why = first.includes('/') ? `stat ${first}: no such file or directory` : 'executable file not found in $PATH';
  return { kind: 'missing', message: `exec: "${first}": ${why}` };
}

async function shellProgram(
  words: readonly string[],
  filesOf: () => Promise<IFileSystem>,
  workingDirectory: string,
): Promise<Program> {
  const queue = [...words];
  const settings: string[] = [];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (/^-[a-z]*c[a-z]*$/.test(word)) {
      const script = queue.shift() ?? '';
      // The word behind the script is its name, not its first argument.
      const prefix =
        settings.join('') +
        (/e/.test(word) ? 'set -e; ' : '') +
        (/x/.test(word) ? 'set -x; ' : '') +
        positional(queue.slice(1));
      return { kind: 'script', script: prefix + script, readsStdin: READERS.test(script) };
    }
    if (word === '-o') settings.push(`set -o ${quote(queue.shift() ?? '')}; `);
    else if (/^-[exu]+$/.test(word)) settings.push(`set ${word}; `);
    else if (word.startsWith('-')) continue;
    else {
      const files = await filesOf();
      const path = files.resolvePath(workingDirectory, word);
      if (!(await isFile(files, path))) {
        return {
          kind: 'script',
          script: `echo ${quote(`sh: ${word}: No such file or directory`)} >&2; exit 127`,
          readsStdin: false,
        };
      }
      const text = await files.readFile(path);
      return { kind: 'script', script: settings.join('') + positional(queue) + text, readsStdin: READERS.test(text) };
    }
  }
  return { kind: 'interactive' };
}

function positional(words: readonly string[]): string {
  return words.length === 0 ? '' : `set -- ${quoteAll(words)}; `;
}

/** Whether a command of that name reads its input, given its arguments: with a file named it does not. */
function readsWithout(name: string, words: readonly string[]): boolean {
  // `head -n 1`: the number belongs to the flag.
  const takesNext = (word = '') => /^-[cfknt]$/.test(word) && ['head', 'tail', 'sort', 'uniq'].includes(name);
  const operands = words.filter(
    (word, index) => (!word.startsWith('-') || word === '-') && !takesNext(words[index - 1]),
  );
  if (name === 'tar')
    return (
      words.some((word) => /x|t/.test(word.split('=')[0] ?? '')) &&
      (words.includes('-') || !words.some((word) => word.includes('f')))
    );
  if (['grep', 'sed', 'awk', 'tr', 'cut', 'jq'].includes(name)) return operands.length < 2 || name === 'tr';
  if (
    [
      'cat',
      'wc',
      'sort',
      'head',
      'tail',
      'uniq',
      'md5sum',
      'sha1sum',
      'sha256sum',
      'base64',
      'gunzip',
      'gzip',
    ].includes(name)
  ) {
    return operands.length === 0 || operands.includes('-');
  }
  return true;
}

function versionAsked(words: readonly string[]): boolean {
  return words.length === 1 && ['-v', '-V', '--version'].includes(words[0] ?? '');
}

async function isFile(files: IFileSystem, path: string): Promise<boolean> {
  try {
    return (await files.stat(path)).isFile;
  } catch {
    return false;
  }
}
