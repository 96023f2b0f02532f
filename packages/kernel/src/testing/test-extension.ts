import type { IndexCommand, IndexExtension, IndexService, IndexSettings, RemoteRecord } from '@luban/manifest';
import type { Lifecycle } from '../contract.ts';

/** An extension whose code is in memory. */
export interface TestExtension {
  name: string;
  /** Default: `1.0.0`. */
  version?: string;
  /** Exports by module, such as `./App`. A function is called at each loading, and may throw, reject or hang. */
  modules?: Record<string, Record<string, unknown> | (() => unknown)>;
  lifecycle?: Lifecycle;
  /** Called by the container's `init`. */
  init?(shareScope: Record<string, unknown>): void;
  /** Stands in for the entry itself: what importing it gives, or throws. */
  entry?(url: string): unknown;
  index?: Partial<IndexExtension>;
  record?: Partial<RemoteRecord>;
  remote?: Partial<RemoteRecord['remote']>;
  services?: Omit<IndexService, 'extension'>[];
  commands?: (Pick<IndexCommand, 'id'> & Partial<IndexCommand>)[];
  settings?: IndexSettings['properties'];
}

const LIFECYCLE = './lifecycle';

export function indexEntry({ name, version = '1.0.0', index }: TestExtension): IndexExtension {
  return {
    name,
    version,
    displayName: name,
    base: `/ext/${name}/${version}/`,
    framework: 'react',
    state: 'indexed',
    requires: [],
    eager: false,
    origin: 'installed',
    ...index,
  };
}

export function remoteRecordOf(extension: TestExtension): RemoteRecord {
  const names = [...Object.keys(extension.modules ?? {}), ...(extension.lifecycle ? [LIFECYCLE] : [])];
  const modules = Object.fromEntries(names.map((name) => [name, { js: ['entry.js'], css: [], bytes: 100 }]));
  return {
    remote: {
      format: 'module',
      entry: 'entry.js',
      shared: {},
      modules,
      integrity: { 'entry.js': 'sha384-test' },
      bytes: { 'entry.js': 100 },
      ...extension.remote,
    },
    update: 'ask-when-dirty',
    ...(extension.lifecycle && { lifecycle: `${LIFECYCLE}#default` }),
    ...extension.record,
  };
}

/** What importing the entry of the extension gives. */
export function containerOf(extension: TestExtension): {
  init(scope: unknown): void;
  get(expose: string): Promise<() => unknown>;
} {
  const modules: TestExtension['modules'] = {
    ...extension.modules,
    ...(extension.lifecycle && { [LIFECYCLE]: { default: extension.lifecycle } }),
  };
  return {
    init: (scope) => extension.init?.(scope as Record<string, unknown>),
    get: async (expose) => {
      const module = modules[expose];
      if (module === undefined) throw new Error(`no expose ${expose}`);
      const exports = typeof module === 'function' ? await module() : module;
      return () => exports;
    },
  };
}
