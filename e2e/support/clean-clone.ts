/** A newcomer's machine: the tracked and new files of this tree, an empty home, and no tools of ours on the PATH. */
import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from './product.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface CleanClone extends AsyncDisposable {
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
}

export async function cleanClone(port: number): Promise<CleanClone> {
  const folder = await temporaryFolder();
  const root = join(folder.path, 'luban');
  const home = join(folder.path, 'home');
  await mkdir(home);
  for (const file of await filesOfTree()) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await cp(join(REPOSITORY, file), join(root, file));
  }
  return {
    root,
    environment: { ...withoutTools(process.env), HOME: home, PORT: String(port), LUBAN_KUBE_PORT: '0' },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function filesOfTree(): Promise<string[]> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const removed = await git(['ls-files', '-z', '--deleted']);
  return (await git(list)).filter((file) => !removed.includes(file));
}

async function git(args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: REPOSITORY, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\0').filter(Boolean);
}

/**
 * What an enclosing `npm test` has put into the environment would hide a missing install step; and in continuous
 * integration pnpm takes no new folder into its lockfile, which a person's machine does.
 */
function withoutTools(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) =>
      !/^(CI$|npm_(lifecycle|package|command|execpath|node_execpath)|INIT_CWD|NODE$|NODE_PATH|VITEST|LUBAN_|PORT$)/.test(
        name,
      ),
  );
  const path = environment.PATH?.split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path?.join(delimiter) };
}
