import type { IndexExtension } from '@luban/manifest';
import type { ExtensionContext } from '../contract.ts';
import { kernelError } from '../core/problems.ts';

interface ScopedFetchOptions {
  extension: IndexExtension;
  /** Origins besides the page's own, from `permissions.network`. */
  origins: readonly string[];
  location: string;
  signal: AbortSignal;
  fetch: typeof globalThis.fetch;
}

/** `fetch` that reaches only what the manifest names, and ends with the extension. */
export function createScopedFetch(options: ScopedFetchOptions): ExtensionContext['fetch'] {
  const own = new URL(options.location).origin;
  const permitted = new Set([own, ...options.origins.map(originOf)]);
  return async (input, init = {}) => {
    const url = new URL(input, options.location);
    if (!permitted.has(url.origin)) throw kernelError('LB4014', options.extension, { origin: url.origin });
    const signal = init.signal ? AbortSignal.any([init.signal, options.signal]) : options.signal;
    return options.fetch(url, { ...init, signal });
  };
}

function originOf(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : text;
}
