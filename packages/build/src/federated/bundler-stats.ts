/** What is read of `stats.toJson()`, which Rspack and webpack have in common. */
export interface BundlerStats {
  modules?: ModuleStats[];
}

interface ModuleStats {
  name?: string;
  moduleType?: string;
  nameForCondition?: string | null;
  providedExports?: string[] | null;
  /** Modules that were joined into this one; the first is the root. */
  modules?: ModuleStats[];
}

/** Options of `stats.toJson()` that bring the above. */
export const STATS_OPTIONS = {
  all: false,
  modules: true,
  nestedModules: true,
  providedExports: true,
  cachedModules: true,
  dependentModules: true,
  modulesSpace: Number.POSITIVE_INFINITY,
  nestedModulesSpace: Number.POSITIVE_INFINITY,
} as const;

/** Names of the shared packages that the modules take from the share scope. */
export function sharesInUse(stats: BundlerStats): string[] {
  const names = modulesOf(stats).flatMap((module) => {
    if (module.moduleType !== 'consume-shared-module') return [];
    const name = /\) (@?[^@\s]+)@/.exec(module.name ?? '')?.[1];
    return name ? [name] : [];
  });
  return [...new Set(names)];
}

/** Exports of a source file, or undefined when the bundler does not know them. */
export function providedExports(stats: BundlerStats, file: string): string[] | undefined {
  const found = modulesOf(stats).find((module) => module.nameForCondition === file && module.providedExports);
  return found?.providedExports ?? undefined;
}

function modulesOf(stats: BundlerStats): ModuleStats[] {
  const flat = (module: ModuleStats): ModuleStats[] => [...(module.modules ?? []).flatMap(flat), module];
  return (stats.modules ?? []).flatMap(flat);
}
