import type { IndexExtension, RemoteRecord } from '@luban/manifest';
import type { KernelError } from '../contract.ts';
import { kernelError } from '../core/problems.ts';

/**
 * Sub-paths under which the server gives the same bytes once more. The browser never forgets a module that failed to
 * evaluate, so trying again takes another URL, one that the import map covers too.
 */
const ALIASES = ['', '~1/', '~2/'] as const;
export const PATHS = ALIASES.length;

/** Where the files of one version are, and which of the equal paths is in use. */
export interface VersionFiles {
  /** Absolute URL of a file by the path now in use. Throws LB3011 for a file that has no digest. */
  url(file: string): string;
  integrity(file: string): string;
  /** The digest that a URL below `root` must have. */
  expected(url: string): { integrity: string } | 'refused';
  /** Absolute URLs of every script by every path, with their digests: the content of an import map. */
  modules(): Record<string, string>;
  /** Absolute URL that all others start with. */
  readonly root: string;
  /** Number of the path now in use. */
  readonly alias: number;
  /** Never use the present path again: the browser remembers its failure. */
  spoil(failure: KernelError): void;
  /** Why the latest path was spoilt. */
  readonly failure: KernelError | undefined;
  /** Whether the present path is spoilt. */
  readonly spoilt: boolean;
  /** Goes on to the next path. False when all are spoilt: only another page load helps. */
  advance(): boolean;
  readonly exhausted: boolean;
}

/** What has to be remembered of a version's paths for as long as the page lives, even when the version is forgotten. */
export interface PathMemory {
  alias: number;
  spoilt: Set<number>;
  /** What went wrong last; told again when there is no path left to try. */
  failure?: KernelError;
}

export function createVersionFiles(
  extension: IndexExtension,
  { remote }: RemoteRecord,
  location: string,
  memory: PathMemory = { alias: 0, spoilt: new Set() },
): VersionFiles {
  const root = new URL(extension.base, location).href;
  const { spoilt } = memory;
  const integrity = (file: string) => {
    const digest = Object.hasOwn(remote.integrity, file) ? remote.integrity[file] : undefined;
    if (!digest) throw kernelError('LB3011', extension, { file });
    return digest;
  };
  return {
    root,
    url: (file) => {
      integrity(file);
      return root + ALIASES[memory.alias] + encodeURI(file);
    },
    integrity,
    expected: (url) => {
      const path = url.slice(root.length).replace(/[?#].*$/, '');
      const alias = ALIASES.find((each) => each !== '' && path.startsWith(each)) ?? '';
      const file = decodeURI(path.slice(alias.length));
      const digest = Object.hasOwn(remote.integrity, file) ? remote.integrity[file] : undefined;
      return digest ? { integrity: digest } : 'refused';
    },
    modules: () => {
      const map: Record<string, string> = {};
      for (const [file, digest] of Object.entries(remote.integrity)) {
        if (/\.m?js$/i.test(file)) for (const path of ALIASES) map[root + path + encodeURI(file)] = digest;
      }
      return map;
    },
    get alias() {
      return memory.alias;
    },
    spoil: (failure) => {
      spoilt.add(memory.alias);
      memory.failure = failure;
    },
    get spoilt() {
      return spoilt.has(memory.alias);
    },
    get failure() {
      return memory.failure;
    },
    advance: () => {
      const next = ALIASES.findIndex((_, step) => !spoilt.has((memory.alias + 1 + step) % ALIASES.length));
      if (next < 0) return false;
      memory.alias = (memory.alias + 1 + next) % ALIASES.length;
      return true;
    },
    get exhausted() {
      return spoilt.size === ALIASES.length;
    },
  };
}
