import { createHash } from 'node:crypto';
import { PACKAGE_LIMITS } from '../limits.ts';
import { HelmRepository } from './helm-index/helm-repository.ts';
import { addressOf, basic, type Credentials } from './http/credentials.ts';
import { type Patience, retrieve } from './http/retrieve.ts';
import { statusFailure } from './http/status-failure.ts';
import { type AddressCheck, openTransport, shownUrl, type Transport } from './http/transport.ts';
import type { ListedChart, Listing, ListingProgress } from './listing.ts';
import { chartLayer, type Manifest } from './oci/manifest.ts';
import { parseReference } from './oci/oci-reference.ts';
import { OciRegistry } from './oci/oci-registry.ts';
import { chartManifest, OciRepository } from './oci/oci-repository.ts';
import { RegistryError } from './registry-error.ts';
import { chartIdentity } from './signatures/chart-identity.ts';
import { findSignatures } from './signatures/find-signatures.ts';
import type { SignatureResult } from './signatures/signature.ts';
import { NO_POLICY, type SignaturePolicy } from './signatures/signature-policy.ts';
import { verifySignatures } from './signatures/verify-signature.ts';

export interface ChartRepositoryOptions {
  /** `https://host/path`, `http://…` or `oci://host/path`. Absent: there is nothing to list, and no credentials. */
  url?: string;
  /** For the repository's own host alone. */
  credentials?: Credentials;
  /** PEM of authorities. */
  ca?: string;
  /** Takes any certificate, and plain http of registries. */
  insecure?: boolean;
  /** As of `OciRepositoryOptions`. */
  references?: readonly string[];
  /** Default: nobody has to vouch. */
  policy?: () => Promise<SignaturePolicy>;
  addresses?: AddressCheck;
  patience?: Patience;
}

/** What is wanted, as far as it is known before. */
export type Wanted = Pick<ListedChart, 'urls'> & Partial<ListedChart>;

/** An archive that is what was listed, and that somebody vouches for where that is required. */
export interface FetchedChart {
  archive: Uint8Array;
  /** `sha256:…`, computed. */
  digest: string;
  signature: SignatureResult;
}

export interface FetchOptions {
  signal?: AbortSignal | undefined;
  onBytes?: (done: number, total: number | undefined) => void;
}

/** An archive, and where it came from. */
export interface Archive {
  archive: Uint8Array;
  /** `sha256:…`, computed. */
  digest: string;
  origin: { kind: 'http'; url: URL } | { kind: 'oci'; registry: OciRegistry; path: string; manifest: Manifest };
}

const NOTHING: Listing = { charts: [], problems: [], incomplete: [], unchanged: true };

/** Bytes. */
export const ARCHIVE_LIMIT = PACKAGE_LIMITS.archive;
const ARCHIVE_WITHIN = 120_000;

/** A repository of charts of either kind, and the archives it points at, wherever they are. */
export class ChartRepository implements AsyncDisposable {
  readonly #options: ChartRepositoryOptions;
  readonly #transport: Transport;
  readonly #home: { url: URL; credentials: Credentials | undefined } | undefined;
  readonly #registries = new Map<string, OciRegistry>();
  readonly #source: HelmRepository | OciRepository | undefined;

  /** @throws RegistryError LB7210, LB7214, LB7222 */
  constructor(options: ChartRepositoryOptions) {
    const { url, credentials, ca, insecure, addresses, patience } = options;
    this.#options = options;
    this.#home = url === undefined ? undefined : addressOf(url, credentials);
    this.#transport = openTransport({
      ...(addresses !== undefined && { addresses }),
      ...(ca !== undefined && { ca }),
      ...(insecure !== undefined && { insecure }),
    });
    if (this.#home === undefined) return;
    const { protocol, href } = this.#home.url;
    if (protocol === 'oci:') {
      const { host, path } = parseReference(href);
      this.#source = new OciRepository({ registry: this.#registry(host), path, references: options.references ?? [] });
    } else if (protocol === 'https:' || protocol === 'http:') {
      const own = { credentials: this.#home.credentials, ...(patience !== undefined && { patience }) };
      this.#source = new HelmRepository(this.#home.url, { transport: this.#transport, ...own });
    } else throw new RegistryError('LB7210', { url: shownUrl(this.#home.url) });
  }

  /** @throws RegistryError, with LB7219 when an address of the web is one of a registry */
  async list(signal?: AbortSignal, onProgress?: (progress: ListingProgress) => void): Promise<Listing> {
    try {
      return (await this.#source?.list(signal, onProgress)) ?? NOTHING;
    } catch (error) {
      const isNoIndex = error instanceof RegistryError && (error.code === 'LB7207' || error.code === 'LB7209');
      const { url } = this.#home ?? {};
      if (!isNoIndex || url === undefined || !(await this.#isRegistry(url, signal))) throw error;
      throw new RegistryError('LB7219', { url: `oci://${url.host}${url.pathname}` }, { cause: error });
    }
  }

  /**
   * The archive from the first of its URLs that gives it, checked against its digest.
   *
   * @throws RegistryError of the first URL
   */
  async archive({ urls, digest }: Pick<ListedChart, 'urls' | 'digest'>, options: FetchOptions = {}): Promise<Archive> {
    const failures: unknown[] = [];
    for (const url of urls) {
      try {
        const archive = await this.#from(url, options);
        if (digest === undefined || digest === archive.digest) return archive;
        throw new RegistryError('LB7218', { url: shown(url), expected: digest, found: archive.digest });
      } catch (error) {
        options.signal?.throwIfAborted();
        failures.push(error);
      }
    }
    throw failures[0] ?? new RegistryError('LB7217', { url: '' });
  }

  /**
   * The archive, if it is the wanted version of the wanted chart and whoever has to vouch for it does.
   *
   * @throws RegistryError
   */
  async fetch(wanted: Wanted, options: FetchOptions = {}): Promise<FetchedChart> {
    const found = await this.archive(wanted, options);
    const { archive, digest } = found;
    const signature = await this.#signature(found, wanted, options.signal);
    const identity = wanted.name || wanted.version ? await chartIdentity(archive) : undefined;
    if (identity !== undefined) {
      // What is not known before is what it is.
      const name = wanted.name || identity.name;
      const version = wanted.version || identity.version;
      if (identity.name !== name || identity.version !== version) {
        const is = `${identity.name} ${identity.version}`;
        const params = { url: shown(wanted.urls[0] ?? ''), expected: `${name} ${version}`, found: is };
        throw new RegistryError('LB7238', params);
      }
    }
    return { archive, digest, signature };
  }

  async #signature(
    found: Archive,
    { name, version, urls }: Wanted,
    signal: AbortSignal | undefined,
  ): Promise<SignatureResult> {
    const policy = (await this.#options.policy?.()) ?? NO_POLICY;
    if (policy.keys.length + policy.identities.length === 0) return { state: 'unsigned' };
    try {
      const called = name === undefined ? shown(urls[0] ?? '') : `${name} ${version ?? ''}`.trim();
      return verifySignatures(found.archive, await findSignatures(this, found, signal), policy, called);
    } catch (error) {
      signal?.throwIfAborted();
      if (policy.required || !(error instanceof RegistryError)) throw error;
      return { state: 'unverified', problem: error.problem() };
    }
  }

  /** A small file beside an archive; undefined when there is none. */
  async beside(url: URL, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const answer = await this.#retrieve(url, { limit, within: 30_000, signal });
    if (answer.status === 200) return answer.body;
    if (answer.status === 404 || answer.status === 410 || answer.status === 403) return undefined;
    throw statusFailure(url, answer.status, new RegistryError('LB7217', { url: shownUrl(url) }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#transport[Symbol.asyncDispose]() as Promise<void>;
  }

  async #isRegistry({ origin }: URL, signal: AbortSignal | undefined): Promise<boolean> {
    const question = { limit: 64 * 1024, within: 5_000, signal };
    const answer = await retrieve(this.#transport, new URL('/v2/', origin), question, { retries: 0 }).catch(
      () => undefined,
    );
    return answer?.header('docker-distribution-api-version') === 'registry/2.0';
  }

  async #from(written: string, options: FetchOptions): Promise<Archive> {
    if (written.startsWith('oci:')) return this.#fromRegistry(written, options);
    const url = URL.parse(written);
    if (url === null) throw new RegistryError('LB7210', { url: shown(written) });
    const answer = await this.#retrieve(url, { ...options, limit: ARCHIVE_LIMIT, within: ARCHIVE_WITHIN });
    if (answer.status !== 200) {
      throw statusFailure(answer.url, answer.status, new RegistryError('LB7217', { url: shownUrl(url) }));
    }
    return { archive: answer.body, digest: digestOf(answer.body), origin: { kind: 'http', url } };
  }

  async #fromRegistry(written: string, { signal, onBytes }: FetchOptions): Promise<Archive> {
    const { host, path, tag, digest } = parseReference(written);
    const reference = digest ?? tag;
    if (path === '' || reference === undefined) throw new RegistryError('LB7222', { reference: written });
    const registry = this.#registry(host);
    const found = await registry.manifest(path, reference, signal);
    const manifest = await chartManifest(registry, path, found, signal);
    const layer = manifest === undefined ? undefined : chartLayer(manifest);
    if (manifest === undefined || layer === undefined) throw new RegistryError('LB7229', { reference: written });
    const options = { signal, within: ARCHIVE_WITHIN, ...(onBytes !== undefined && { onBytes }) };
    const archive = await registry.blob(path, layer, ARCHIVE_LIMIT, options);
    return { archive, digest: layer.digest, origin: { kind: 'oci', registry, path, manifest } };
  }

  #retrieve(url: URL, options: Omit<Parameters<typeof retrieve>[2], 'authorization'>) {
    const home = this.#home;
    const authorization = ({ origin }: URL) =>
      home?.credentials !== undefined && origin === home.url.origin ? basic(home.credentials) : undefined;
    return retrieve(this.#transport, url, { ...options, authorization }, this.#options.patience);
  }

  #registry(host: string): OciRegistry {
    let registry = this.#registries.get(host);
    if (registry === undefined) {
      const { insecure, patience } = this.#options;
      const isHome = this.#home !== undefined && this.#home.url.host === host;
      registry = new OciRegistry(host, {
        transport: this.#transport,
        credentials: isHome ? this.#home?.credentials : undefined,
        ...(insecure && { plainHttp: true }),
        ...(patience !== undefined && { patience }),
      });
      this.#registries.set(host, registry);
    }
    return registry;
  }
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function shown(written: string): string {
  const url = URL.parse(written);
  return url === null ? written : shownUrl(url);
}
