import type { RemoteRecord } from '@luban/manifest';
import type { KernelEnvironment } from '../contract.ts';

/** What every remote's entry offers, whichever tool built it. See https://module-federation.io. */
export interface Container {
  init(shareScope: unknown, initScope?: unknown, options?: unknown): unknown;
  get(expose: string): unknown;
}

/** The entry was fetched and run, and is not a container. */
export class NoContainerError extends Error {
  override name = 'NoContainerError';
}

interface EntryFile {
  url: string;
  integrity: string;
}

/** Fetches and runs a remote's entry. The returned promise may stay pending for ever: set it a limit. */
export function loadContainer(
  remote: RemoteRecord['remote'],
  entry: EntryFile,
  { document, importModule }: Pick<KernelEnvironment, 'document' | 'importModule'>,
): Promise<Container> {
  return remote.format === 'module' ? loadModule(entry, importModule) : loadScript(remote.container, entry, document);
}

async function loadModule({ url }: EntryFile, importModule: KernelEnvironment['importModule']): Promise<Container> {
  const exports = await importModule(url);
  return asContainer(exports) ?? asContainer((exports as { default?: unknown }).default) ?? missing(url);
}

async function loadScript(
  global: string | undefined,
  { url, integrity }: EntryFile,
  document: Document,
): Promise<Container> {
  const window = document.defaultView as unknown as Record<string, unknown> & Window;
  const script = document.createElement('script');
  script.src = url;
  script.integrity = integrity;
  script.crossOrigin = 'anonymous';
  script.async = true;
  let thrown: unknown;
  const onError = (event: ErrorEvent) => {
    if (event.filename !== url) return;
    thrown ??= event.error ?? new SyntaxError(event.message);
    // It is reported as this load's failure; nobody else needs to hear of it.
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('error', onError, true);
  try {
    await new Promise<void>((resolve, reject) => {
      script.onload = () => resolve();
      script.onerror = () => reject(new TypeError(`Failed to load the script ${url}`));
      document.head.append(script);
    });
  } finally {
    window.removeEventListener('error', onError, true);
    script.remove();
  }
  if (thrown !== undefined) throw thrown;
  return asContainer(global === undefined ? undefined : window[global]) ?? missing(url);
}

function asContainer(value: unknown): Container | undefined {
  const candidate = value as Partial<Container> | null | undefined;
  return typeof candidate?.init === 'function' && typeof candidate.get === 'function'
    ? (candidate as Container)
    : undefined;
}

function missing(url: string): never {
  throw new NoContainerError(`${url} offers no init() and get()`);
}
