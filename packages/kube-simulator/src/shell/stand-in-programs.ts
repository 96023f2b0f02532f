import { type Bash, BashTransformPipeline, type Command, type IFileSystem } from 'just-bash';
import { parseImageName, shortImageName } from '../images/image-name.ts';
import { baseName } from './quote.ts';
import { functionsOf, namesIn } from './script-names.ts';

/** What a shell has by itself, without any file. */
const KEYWORDS: ReadonlySet<string> = new Set(
  'alias bg break builtin cd command continue declare dirs disown echo enable eval exec exit export false fg getopts hash jobs let local mapfile popd printf pushd pwd read readarray readonly return set shift shopt source test time times trap true type typeset ulimit umask unalias unset wait . : ['.split(
    ' ',
  ),
);
const MOST = 50;

/**
 * An application's own programs are not known to the simulator. In the script that starts the container each of them is
 * taken to be there, and to be its server. So is a program with the name of the image, which scripts may name in ways
 * that only running them would tell.
 *
 * @param knows whether there is such a command already
 */
export async function addStandIns(
  bash: Bash,
  script: string,
  image: string,
  files: IFileSystem,
  workingDirectory: string,
  knows: (name: string) => boolean,
  serve: Command['execute'],
): Promise<void> {
  for (const name of [...programsOf(script), programOf(image)]) {
    const base = baseName(name);
    if (base === '' || KEYWORDS.has(name) || knows(base)) continue;
    bash.registerCommand({ name: base, execute: serve });
    await addProgram(files, `/usr/bin/${base}`, `# Simulated program: ${base}\n`);
    // Files that are named by their path are read as scripts.
    if (name.includes('/'))
      await addProgram(files, files.resolvePath(workingDirectory, name), `#!/bin/sh\n${base} "$@"\n`);
  }
}

function programOf(image: string): string {
  const name = parseImageName(image);
  return name === undefined ? '' : shortImageName(name);
}

function programsOf(script: string): string[] {
  let names: Set<string> | undefined;
  const pipeline = new BashTransformPipeline().use({
    name: 'programs',
    transform: ({ ast }) => {
      const functions = functionsOf(ast);
      names = new Set([...namesIn(ast, false)].filter((name) => !functions.has(name)));
      return { ast };
    },
  });
  try {
    pipeline.transform(script);
  } catch {
    // The shell itself will say what is wrong with the script.
  }
  return [...(names ?? [])].slice(0, MOST);
}

async function addProgram(files: IFileSystem, path: string, text: string): Promise<void> {
  if (await files.exists(path)) return;
  const directory = path.slice(0, path.lastIndexOf('/'));
  if (directory !== '') await files.mkdir(directory, { recursive: true });
  await files.writeFile(path, text);
  await files.chmod(path, 0o755);
}
