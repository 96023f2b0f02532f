import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin, Rollup } from 'vite';

export interface HostFactsOptions {
  /** The console's `package.json`: gives the version of LuBan, and the place from which shared packages are found. */
  packageFile: string;
  /** Names of the packages that extensions take from the console, such as `react-dom/client`. */
  shares: readonly string[];
  /** Ends of the names of lazy modules without which no extension can be shown. Default: none. */
  ahead?: readonly string[];
}

const VIRTUAL = 'virtual:luban-host';

/**
 * Tells the browser code which versions of the shared packages it carries (`virtual:luban-host`), and the server what was
 * built (`host.json`): entry, files of each shared package, files that any extension needs, and a digest of the whole that changes with any file.
 */
export function hostFacts({ packageFile, shares, ahead = [] }: HostFactsOptions): Plugin {
  const version = readPackage(packageFile).version;
  const shareVersions = Object.fromEntries(shares.map((name) => [name, installedVersion(name, packageFile)]));
  const moduleIds = new Map<string, string>();

  /** A package whose entry only re-exports may leave nothing of the entry itself: then all that holds a part of it counts. */
  const chunksOf = (name: string, chunks: Rollup.OutputChunk[]) => {
    const id = moduleIds.get(name)!;
    const holding = chunks.filter((chunk) => chunk.moduleIds.includes(id));
    return holding.length > 0 ? holding : chunks.filter((chunk) => chunk.moduleIds.some(isBeside(id)));
  };

  return {
    name: 'luban:host-facts',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) =>
      id === `\0${VIRTUAL}` ? `export const shareVersions = ${JSON.stringify(shareVersions)};` : undefined,

    async buildEnd(error) {
      if (error !== undefined) return;
      for (const name of shares) {
        const resolved = await this.resolve(name, packageFile);
        if (resolved === null) this.error(`The shared package ${name} cannot be resolved from ${packageFile}.`);
        moduleIds.set(name, resolved.id);
      }
    },

    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const entry = chunks.find((chunk) => chunk.isEntry);
        if (entry === undefined) this.error('The console has no entry chunk.');
        const scripts = withImports(entry, bundle);
        const css = styleSheets(scripts, bundle);
        const first = new Set([...scripts, ...css]);
        const shareFiles = Object.fromEntries(
          shares.map((name) => {
            const files = chunksOf(name, chunks).flatMap((chunk) => withImports(chunk, bundle));
            return [name, [...new Set([...files, ...styleSheets(files, bundle)])].filter((file) => !first.has(file))];
          }),
        );
        const lazy = chunks.filter((chunk) => ahead.some((end) => chunk.moduleIds.some((id) => id.endsWith(end))));
        const facts = {
          version,
          build: digestOf(bundle),
          shares: shareVersions,
          shareFiles,
          ahead: [...new Set(lazy.flatMap((chunk) => withImports(chunk, bundle)))].filter((file) => !first.has(file)),
          entry: { js: entry.fileName, css, imports: scripts.filter((file) => file !== entry.fileName) },
        };
        this.emitFile({ type: 'asset', fileName: 'host.json', source: `${JSON.stringify(facts, null, 2)}\n` });
      },
    },
  };
}

/** The chunk's file and all that it imports statically, directly or not. */
function withImports(chunk: Rollup.OutputChunk, bundle: Rollup.OutputBundle): string[] {
  const files = new Set<string>();
  const visit = (file: string) => {
    const output = bundle[file];
    if (files.has(file) || output?.type !== 'chunk') return;
    files.add(file);
    output.imports.forEach(visit);
  };
  visit(chunk.fileName);
  return [...files];
}

function styleSheets(files: readonly string[], bundle: Rollup.OutputBundle): string[] {
  const sheets = files.flatMap((file) => {
    const output = bundle[file];
    return output?.type === 'chunk' ? [...(output.viteMetadata?.importedCss ?? [])] : [];
  });
  return [...new Set(sheets)];
}

function digestOf(bundle: Rollup.OutputBundle): string {
  const hash = createHash('sha256');
  for (const file of Object.keys(bundle).sort()) {
    const output = bundle[file]!;
    hash.update(file).update(output.type === 'chunk' ? output.code : output.source);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Looked for by hand, since a package need not export its `package.json`. */
function installedVersion(name: string, from: string): string {
  const root = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  const folders = createRequire(from).resolve.paths(root) ?? [];
  for (const folder of folders) {
    try {
      return readPackage(join(folder, root, 'package.json')).version;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`The shared package ${name} is not installed for ${dirname(from)}.`);
}

function readPackage(file: string): { version: string } {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function isBeside(id: string): (other: string) => boolean {
  const folder = `${dirname(id)}/`;
  return (other) => other.startsWith(folder);
}
