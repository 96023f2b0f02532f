import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type WorkspacePackage } from './workspace.ts';

/** Directly below a package: what builds write, or what the lockfile covers. */
const OUTPUTS = new Set(['node_modules', 'dist', 'generated', 'ui']);

const NOTHING: ReadonlySet<string> = new Set();

/** Digests of packages' sources, each folder read once. */
export class Fingerprints {
  readonly #packages: Map<string, WorkspacePackage>;
  readonly #folders = new Map<string, string>();

  constructor(packages: WorkspacePackage[]) {
    this.#packages = new Map(packages.map((entry) => [entry.name, entry]));
  }

  /** Changes when a source of the package, of a workspace package below it, or one of the shared `files` changes. */
  of(unit: WorkspacePackage, files: string[]): string {
    const hash = createHash('sha256');
    for (const name of [...this.#closure(unit)].sort()) {
      hash.update(name).update(this.#folder(this.#packages.get(name)!.folder));
    }
    for (const file of files) hash.update(file).update(contentOf(file));
    return hash.digest('hex');
  }

  #closure(unit: WorkspacePackage, seen = new Set<string>()): Set<string> {
    if (seen.has(unit.name)) return seen;
    seen.add(unit.name);
    for (const name of unit.dependencies) {
      const dependency = this.#packages.get(name);
      if (dependency !== undefined) this.#closure(dependency, seen);
    }
    return seen;
  }

  #folder(folder: string): string {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    for (const file of sources(folder, OUTPUTS)) hash.update(file).update(contentOf(file));
    const digest = hash.digest('hex');
    this.#folders.set(folder, digest);
    return digest;
  }
}

function contentOf(file: string): Buffer | string {
  return existsSync(join(root, file)) ? readFileSync(join(root, file)) : '';
}

/** The files of a package that can change what is built from it. */
function* sources(folder: string, ignored: ReadonlySet<string>): Generator<string> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name.includes('.test.')) continue;
    const inside = join(folder, entry.name);
    // A package may hold several extensions, each with an output of its own.
    const isExtension = entry.isDirectory() && existsSync(join(root, inside, 'extension.yaml'));
    if (entry.isDirectory() && !ignored.has(entry.name)) yield* sources(inside, isExtension ? OUTPUTS : NOTHING);
    if (entry.isFile()) yield join(folder, entry.name);
  }
}
