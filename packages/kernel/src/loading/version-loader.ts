import { type IndexExtension, type IndexReference, parseReference, type RemoteRecord } from '@luban/manifest';
import { type KernelEnvironment, KernelError, type KernelLimits } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import { keyOf } from '../core/version-key.ts';
import { createStyleSheets } from '../css/style-sheets.ts';
import type { ConnectedRemote, Federation } from '../federation/federation.ts';
import { loadContainer } from './container.ts';
import { diagnose, type Failure, type Stage } from './diagnose.ts';
import type { IntegrityMap } from './integrity-map.ts';
import { pause, within } from './time-limit.ts';
import { createVersionFiles, type PathMemory, type VersionFiles } from './version-files.ts';

export interface VersionLoaderOptions {
  extension: IndexExtension;
  record: RemoteRecord;
  environment: KernelEnvironment;
  limits: Pick<KernelLimits, 'load' | 'retries'>;
  federation(): Promise<Federation>;
  integrityMap: IntegrityMap;
  memory: PathMemory;
  /** These files are asked for now. */
  fetching(files: readonly string[]): void;
  /** Runs code of the extension: lets others watch what it does to the page. */
  watch<T>(run: () => Promise<T>): Promise<T>;
}

/** Loads code of one version of one extension. */
export interface VersionLoader {
  readonly files: VersionFiles;
  readonly record: RemoteRecord;
  /** The export that a reference names. Rejects with a `KernelError`; a failure is not kept. */
  load(reference: IndexReference): Promise<unknown>;
  /** Switches a reference's style sheets on, until the result is disposed of. Rejects with LB3011 or LB3015. */
  acquireStyles(reference: IndexReference): Promise<Disposable>;
  /** Fetches ahead what references need, without running it. Never throws. */
  warm(references: readonly IndexReference[]): void;
  dispose(): void;
}

type Module = Record<string, unknown>;

/** An error with the stage at which it came, and the files that may have caused it. */
class StageError extends Error {
  readonly stage: Stage;
  readonly files: readonly string[];
  constructor(stage: Stage, files: readonly string[], cause: unknown) {
    super(stage, { cause });
    this.stage = stage;
    this.files = files;
  }
}

export function createVersionLoader(options: VersionLoaderOptions): VersionLoader {
  const { extension, record, environment, limits } = options;
  const { remote } = record;
  const files = createVersionFiles(extension, record, environment.document.baseURI, options.memory);
  const styles = createStyleSheets(extension, files, environment.document, limits.load);
  const modules = new Map<string, Promise<Module>>();
  const asked = new Set<string>();
  const hints = new Set<HTMLLinkElement>();
  const ended = new AbortController();
  const beforeInit = entryFiles(remote);
  let connected: { alias: number; remote: Promise<ConnectedRemote> } | undefined;

  const announce = (wanted: readonly string[]) => {
    const fresh = wanted.filter((file) => !asked.has(file));
    for (const file of fresh) asked.add(file);
    if (fresh.length > 0) options.fetching(fresh);
  };

  const connect = async (): Promise<ConnectedRemote> => {
    const shares = Object.keys(remote.shared);
    const entry = { url: files.url(remote.entry), integrity: files.integrity(remote.entry) };
    const stage = <T>(name: Stage, work: Promise<T>) => staged(name, beforeInit, within(limits.load, work));
    const federation = await options.federation();
    await stage('entry', federation.prepare(shares));
    announce([remote.entry]);
    const container = await stage('entry', loadContainer(remote, entry, environment));
    return stage('init', federation.connect({ name: keyOf(extension), entry: entry.url }, container, shares));
  };

  const attempt = async (path: string): Promise<Module> => {
    options.integrityMap.add(files.root, files.modules);
    if (connected?.alias !== files.alias) {
      const connecting = { alias: files.alias, remote: connect() };
      connected = connecting;
      connecting.remote.catch(() => {
        if (connected === connecting) connected = undefined;
      });
    }
    const container = await connected!.remote;
    const { js } = remote.modules[path]!;
    announce(js);
    const exports = await staged('module', js, within(limits.load, container.get(path)));
    if (typeof exports !== 'object' || exports === null) missing(extension, path, '*');
    return exports as Module;
  };

  const loadModule = async (path: string): Promise<Module> => {
    if (!Object.hasOwn(remote.modules, path)) missing(extension, path, '*');
    for (let round = 0; ; round += 1) {
      if (files.spoilt && !files.advance()) throw files.failure;
      try {
        return await options.watch(() => attempt(path));
      } catch (error) {
        const failure = await explain(error);
        const wait = limits.retries[round];
        const cause = error instanceof StageError ? error.cause : error;
        const reason = cause instanceof KernelError ? cause : new KernelError(failure.problem, { cause });
        if (failure.remembered) files.spoil(reason);
        if (!failure.transient || wait === undefined || ended.signal.aborted) throw reason;
        await pause(wait, ended.signal);
        files.advance();
      }
    }
  };

  /** A style sheet that was tampered with is not just missing. */
  const badStyles = async (css: readonly string[]) => {
    const { problem } = await diagnose(
      extension,
      'module',
      new TypeError('Unable to preload CSS'),
      css.map(described),
      environment.fetch,
    );
    return problem.code === 'LB3011' ? new KernelError(problem) : undefined;
  };
  const described = (file: string) => ({ file, url: files.url(file), integrity: files.integrity(file) });
  const explain = (error: unknown): Promise<Failure> => {
    const {
      stage,
      files: suspects,
      cause,
    } = error instanceof StageError ? error : { stage: 'entry' as const, files: [remote.entry], cause: error };
    return diagnose(extension, stage, cause, suspects.map(described), environment.fetch);
  };

  return {
    files,
    record,
    acquireStyles: async (reference) => {
      const { css = [] } = remote.modules[parseReference(reference).module] ?? {};
      announce(css);
      try {
        return await styles.acquire(css);
      } catch (error) {
        throw (await badStyles(css)) ?? error;
      }
    },
    load: async (reference) => {
      const { module: path, name } = parseReference(reference);
      let loading = modules.get(path);
      if (!loading) {
        loading = loadModule(path);
        modules.set(path, loading);
        loading.catch(() => modules.delete(path));
      }
      return exportOf(await loading, name) ?? missing(extension, path, name);
    },
    warm: (references) => {
      const wanted = new Set<string>();
      for (const reference of references) {
        const { js = [], css = [] } = remote.modules[parseReference(reference).module] ?? {};
        for (const file of [...js, ...css]) wanted.add(file);
      }
      const fresh = [...wanted].filter((file) => !asked.has(file) && Object.hasOwn(remote.integrity, file));
      if (fresh.length === 0) return;
      options.integrityMap.add(files.root, files.modules);
      announce(fresh);
      for (const file of fresh) {
        const kind = file.endsWith('.css') ? 'style' : remote.format;
        hints.add(hint(environment.document, kind, files.url(file), files.integrity(file)));
      }
      // What runs the files is as far away as they are.
      options
        .federation()
        .then((federation) => federation.prepare(Object.keys(remote.shared)))
        .catch(() => undefined);
    },
    dispose: () => {
      ended.abort(kernelError('LB4019', extension));
      for (const link of hints) link.remove();
      modules.clear();
      connected = undefined;
      void options.federation().then((federation) => federation.forget(keyOf(extension)));
      styles.dispose();
    },
  };
}

function staged<T>(stage: Stage, files: readonly string[], work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw new StageError(stage, files, error);
  });
}

/** What the entry imports itself is needed by every module. The entry comes last: it is the one to name in doubt. */
function entryFiles({ entry, modules }: RemoteRecord['remote']): string[] {
  const [first, ...rest] = Object.values(modules);
  const common = first?.js.filter((file) => file !== entry && rest.every(({ js }) => js.includes(file))) ?? [];
  return [...common, entry];
}

/** Life cycles may be exported one by one, as single-spa's own tools do; the module itself is meant then. */
function exportOf(module: Module, name: string): unknown {
  if (module[name] !== undefined) return module[name];
  return name === 'default' && module.mount && module.unmount ? module : undefined;
}

function missing(extension: IndexExtension, path: string, name: string): never {
  throw kernelError('LB3008', extension, { module: path, export: name });
}

function hint(
  document: Document,
  kind: 'module' | 'script' | 'style',
  href: string,
  integrity: string,
): HTMLLinkElement {
  const link = document.createElement('link');
  if (kind === 'module') link.rel = 'modulepreload';
  else {
    link.rel = 'preload';
    link.as = kind;
    link.crossOrigin = 'anonymous';
  }
  link.integrity = integrity;
  link.href = href;
  document.head.append(link);
  return link;
}
