import { createHash } from 'node:crypto';
import type { Credentials } from '../http/credentials.ts';
import { isPlainHttp } from '../http/network-failure.ts';
import { type Patience, type Retrieval, type Retrieved, retrieve } from '../http/retrieve.ts';
import { statusFailure } from '../http/status-failure.ts';
import { shownUrl, type Transport } from '../http/transport.ts';
import { RegistryError } from '../registry-error.ts';
import { type Descriptor, MANIFEST_TYPES, type Manifest, readManifest } from './manifest.ts';
import { DIGEST } from './oci-reference.ts';
import { RegistryTokens } from './registry-tokens.ts';

export interface OciRegistryOptions {
  transport: Transport;
  /** Sent to the registry and to its token service, see `RegistryTokens`. */
  credentials?: Credentials | undefined;
  /** Speaks plain http where the registry does. Default: only on this machine's own addresses. */
  plainHttp?: boolean;
  patience?: Patience;
  /** Milliseconds of the epoch. Default: `Date.now`. */
  now?: () => number;
}

const MOST_PAGES = 1_000;
/** Bytes. */
const MANIFEST_LIMIT = 4 * 1024 * 1024;
const LIST_LIMIT = 16 * 1024 * 1024;

/** The reading half of a registry. Source: the OCI distribution specification, version 1.1. */
export class OciRegistry {
  readonly host: string;
  readonly #options: OciRegistryOptions;
  readonly #tokens: RegistryTokens;
  #base: Promise<URL> | undefined;

  /** @param host with its port, as in references */
  constructor(host: string, options: OciRegistryOptions) {
    this.host = host;
    this.#options = options;
    this.#tokens = new RegistryTokens(options);
  }

  /**
   * Whether a registry is there at all, and takes the credentials.
   *
   * @throws RegistryError LB7206, LB7220, and those of the network
   */
  async check(signal?: AbortSignal): Promise<void> {
    const answer = await this.#ask('/v2/', '', { limit: LIST_LIMIT, signal });
    if (answer.status !== 200) throw statusFailure(answer.url, answer.status, this.#noRegistry());
  }

  /** Tags of a repository; undefined when there is none of that name. */
  async tags(path: string, signal?: AbortSignal): Promise<string[] | undefined> {
    return this.#pages(`/v2/${path}/tags/list?n=1000`, pull(path), 'tags', (status) => status === 404, signal);
  }

  /** Names of all repositories; undefined when the registry tells none. */
  async catalog(signal?: AbortSignal): Promise<string[] | undefined> {
    const isNotOffered = (status: number) => [400, 401, 403, 404, 405, 501].includes(status);
    return this.#pages('/v2/_catalog?n=1000', 'registry:catalog:*', 'repositories', isNotOffered, signal);
  }

  /** @param reference a tag, or the digest of a manifest @throws RegistryError LB7223 when there is none, LB7218, LB7228 */
  async manifest(path: string, reference: string, signal?: AbortSignal): Promise<Manifest> {
    const retrieval = { headers: { accept: MANIFEST_TYPES }, limit: MANIFEST_LIMIT, signal };
    const answer = await this.#ask(`/v2/${path}/manifests/${reference}`, pull(path), retrieval);
    const shown = this.#shown(path, reference);
    if (answer.status !== 200) {
      throw statusFailure(answer.url, answer.status, new RegistryError('LB7223', { reference: shown }));
    }
    const expected = DIGEST.test(reference) ? reference : undefined;
    const digest = verified(answer.body, expected ?? announced(answer), shown);
    return readManifest(answer.body, digest, shown);
  }

  /** Digest of the manifest behind a tag, without its bytes; undefined when the registry does not tell. */
  async digest(path: string, tag: string, signal?: AbortSignal): Promise<string | undefined> {
    const retrieval = { method: 'HEAD', headers: { accept: MANIFEST_TYPES }, limit: 0, signal } as const;
    const answer = await this.#ask(`/v2/${path}/manifests/${tag}`, pull(path), retrieval);
    return answer.status === 200 ? announced(answer) : undefined;
  }

  /**
   * Content, checked against its digest. Registries send those who ask to other servers, which get no credentials.
   *
   * @throws RegistryError LB7211, LB7218, LB7223
   */
  async blob(
    path: string,
    { digest, size }: Descriptor,
    limit: number,
    options: BlobOptions = {},
  ): Promise<Uint8Array> {
    const shown = this.#shown(path, digest);
    if (size > limit) throw new RegistryError('LB7211', { url: shown, limit: `${Math.round(limit / 1024 / 1024)} MB` });
    const answer = await this.#ask(`/v2/${path}/blobs/${digest}`, pull(path), { ...options, limit });
    if (answer.status !== 200) {
      throw statusFailure(answer.url, answer.status, new RegistryError('LB7223', { reference: shown }));
    }
    verified(answer.body, digest, shown);
    return answer.body;
  }

  /** Manifests that refer to another one, such as signatures of it. Falls back to the tag that clients keep instead. */
  async referrers(path: string, digest: string, signal?: AbortSignal): Promise<readonly Descriptor[]> {
    const retrieval = { headers: { accept: MANIFEST_TYPES }, limit: MANIFEST_LIMIT, signal };
    const answer = await this.#ask(`/v2/${path}/referrers/${digest}`, pull(path), retrieval);
    if (answer.status === 200) return readManifest(answer.body, digest, this.#shown(path, digest)).manifests;
    return (await this.manifestIfThere(path, digest.replace(':', '-'), signal))?.manifests ?? [];
  }

  /** `manifest`, or undefined when there is none. */
  async manifestIfThere(path: string, reference: string, signal?: AbortSignal): Promise<Manifest | undefined> {
    try {
      return await this.manifest(path, reference, signal);
    } catch (error) {
      if (error instanceof RegistryError && error.code === 'LB7223') return undefined;
      throw error;
    }
  }

  async #pages(
    path: string,
    scope: string,
    field: 'tags' | 'repositories',
    isNone: (status: number) => boolean,
    signal: AbortSignal | undefined,
  ): Promise<string[] | undefined> {
    const names: string[] = [];
    let next: string | undefined = path;
    for (let page = 0; next !== undefined && page < MOST_PAGES; page++) {
      const answer: Retrieved = await this.#ask(next, scope, { limit: LIST_LIMIT, signal });
      if (page === 0 && isNone(answer.status)) return undefined;
      if (answer.status !== 200) throw statusFailure(answer.url, answer.status, this.#noRegistry());
      names.push(...this.#names(answer.body, field));
      next = nextPage(answer);
    }
    return names;
  }

  #names(body: Uint8Array, field: 'tags' | 'repositories'): string[] {
    try {
      const json = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown> | null;
      const names = json?.[field] ?? [];
      if (Array.isArray(names)) return names.filter((name): name is string => typeof name === 'string');
    } catch {
      // Told below.
    }
    throw this.#noRegistry();
  }

  async #ask(path: string, scope: string, retrieval: Retrieval): Promise<Retrieved> {
    const { transport, patience } = this.#options;
    const base = await this.#origin(retrieval.signal);
    const url = new URL(path, base);
    const send = (value: string | undefined) => {
      const authorization = ({ origin }: URL) => (origin === base.origin ? value : undefined);
      return retrieve(transport, url, { ...retrieval, authorization }, patience);
    };
    const known = this.#tokens.known(scope);
    const answer = await send(known);
    const challenge = answer.header('www-authenticate');
    // The server that a redirect led to has nothing to ask for.
    if (answer.status !== 401 || challenge === undefined || answer.url.origin !== base.origin) return answer;
    const value = await this.#tokens.answer(scope, challenge, base, known, retrieval.signal);
    return value === undefined ? answer : send(value);
  }

  #origin(signal: AbortSignal | undefined): Promise<URL> {
    this.#base ??= this.#findOrigin(signal).catch((error: unknown) => {
      this.#base = undefined;
      throw error;
    });
    return this.#base;
  }

  async #findOrigin(signal: AbortSignal | undefined): Promise<URL> {
    const { transport, plainHttp = isOwnMachine(this.host) } = this.#options;
    const secure = new URL(`https://${this.host}`);
    if (!plainHttp) return secure;
    try {
      await retrieve(transport, new URL('/v2/', secure), { limit: LIST_LIMIT, within: 15_000, signal }, { retries: 0 });
      return secure;
    } catch (error) {
      if (!isPlainHttp(error)) throw error;
      return new URL(`http://${this.host}`);
    }
  }

  #noRegistry = () => new RegistryError('LB7220', { host: this.host });
  #shown = (path: string, reference: string) => {
    return `oci://${this.host}/${path}${reference.includes(':') ? '@' : ':'}${reference}`;
  };
}

export interface BlobOptions {
  signal?: AbortSignal | undefined;
  onBytes?: (done: number, total: number | undefined) => void;
  /** Milliseconds. */
  within?: number;
}

const pull = (path: string) => `repository:${path}:pull`;

function isOwnMachine(host: string): boolean {
  return /^(?:127(?:\.\d+){3}|localhost|\[::1\])(?::\d+)?$/.test(host);
}

function announced(answer: Retrieved): string | undefined {
  const digest = answer.header('docker-content-digest');
  return digest !== undefined && DIGEST.test(digest) ? digest : undefined;
}

/** @returns the digest of the bytes @throws RegistryError LB7218 */
function verified(bytes: Uint8Array, expected: string | undefined, url: string): string {
  const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (expected !== undefined && expected !== found) throw new RegistryError('LB7218', { url, expected, found });
  return found;
}

/** Path and query of the next page. Source: RFC 8288. */
function nextPage(answer: Retrieved): string | undefined {
  const link = answer.header('link')?.slice(0, 8_192) ?? '';
  const target = /<([^<>]*)>[^<>,]*;\s*rel="?next"?/i.exec(link)?.[1];
  const url = target === undefined ? null : URL.parse(target, answer.url);
  if (url === null || url.origin !== answer.url.origin) return undefined;
  if (url.href === answer.url.href) throw new RegistryError('LB7220', { host: url.host, url: shownUrl(url) });
  return `${url.pathname}${url.search}`;
}
