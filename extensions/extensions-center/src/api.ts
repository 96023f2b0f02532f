import type { ExtensionContext } from '@luban/sdk';
import type {
  Catalogue,
  ExtensionDetail,
  Installation,
  Installations,
  Repository,
  Texts,
  VersionDetail,
} from './center-api.ts';
import { CenterError, errorOf } from './shared/center-error.ts';

export type Fetch = ExtensionContext['fetch'];

const BASE = '/api/center';

/** URL of the center's API; parts of the path are encoded. */
export function centerPath(...parts: string[]): string {
  return [BASE, ...parts.map(encodeURIComponent)].join('/');
}

/**
 * Sends one request and reads the answer's JSON; undefined where there is none. Rejects with a `CenterError`, also when
 * the server does not answer at all.
 */
export async function request<T>(fetch: Fetch, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new CenterError(0, { code: '', message: error instanceof Error ? error.message : String(error) });
  });
  const text = await response.text();
  const body = text === '' ? undefined : parse(text);
  if (!response.ok) throw errorOf(response.status, response.statusText, body);
  return body as T;
}

/** With a body of JSON. */
export function send<T>(fetch: Fetch, method: string, path: string, body?: unknown, type = 'application/json') {
  return request<T>(fetch, path, {
    method,
    ...(body !== undefined && { headers: { 'content-type': type }, body: JSON.stringify(body) }),
  });
}

export const readCatalogue = (fetch: Fetch, signal?: AbortSignal) =>
  request<Catalogue>(fetch, centerPath('catalogue'), init(signal));

export const readExtension = (fetch: Fetch, name: string, signal?: AbortSignal) =>
  request<ExtensionDetail>(fetch, centerPath('extensions', name), init(signal));

export const readVersion = (fetch: Fetch, name: string, version: string, signal?: AbortSignal) =>
  request<VersionDetail>(fetch, centerPath('extensions', name, 'versions', version), init(signal));

export const readInstallations = (fetch: Fetch, signal?: AbortSignal) =>
  request<Installations>(fetch, centerPath('installations'), init(signal));

export const readInstallation = (fetch: Fetch, name: string, signal?: AbortSignal) =>
  request<Installation>(fetch, centerPath('installations', name), init(signal));

export const readRepositories = (fetch: Fetch, signal?: AbortSignal) =>
  request<{ repositories: Repository[] }>(fetch, centerPath('repositories'), init(signal));

export const readCategory = (fetch: Fetch, name: string, signal?: AbortSignal) =>
  request<{ spec?: { displayName?: Texts } }>(
    fetch,
    `/apis/kubesphere.io/v1alpha1/categories/${encodeURIComponent(name)}`,
    init(signal),
  );

function init(signal: AbortSignal | undefined): RequestInit {
  return signal === undefined ? {} : { signal };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
