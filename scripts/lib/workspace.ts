import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds `pnpm-workspace.yaml`. */
export const root = dirname(dirname(import.meta.dirname));

export interface WorkspacePackage {
  name: string;
  /** Relative to the root, such as `examples/vue`. */
  folder: string;
  scripts: Record<string, string>;
  /** Names of the packages it depends on, whichever way. */
  dependencies: string[];
}

/** Every package of the workspace, sorted by folder. */
export function workspacePackages(): WorkspacePackage[] {
  return ['apps', 'examples', 'extensions', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .sort()
      .map((name) => join(parent, name))
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map(readPackage),
  );
}

function readPackage(folder: string): WorkspacePackage {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string;
    scripts?: Record<string, string>;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  return {
    name: manifest.name,
    folder,
    scripts: manifest.scripts ?? {},
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
  };
}
