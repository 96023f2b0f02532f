import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { basic, type Credentials } from '../http/credentials.ts';
import { type Patience, type Retrieval, retrieve } from '../http/retrieve.ts';
import { statusFailure } from '../http/status-failure.ts';
import { shownUrl, type Transport } from '../http/transport.ts';
import type { Listing, ListingProgress } from '../listing.ts';
import { RegistryError } from '../registry-error.ts';
import { folderOf, indexOf } from './chart-url.ts';
import { readIndexAside } from './read-index-aside.ts';

export interface HelmRepositoryOptions {
  transport: Transport;
  /** Sent to the repository's own origin and to no other. */
  credentials?: Credentials | undefined;
  patience?: Patience;
}

/** Bytes. */
export const INDEX_LIMIT = 32 * 1024 * 1024;

/** A chart repository with an `index.yaml`. It remembers the last one, and asks only whether it has changed. */
export class HelmRepository {
  readonly #folder: URL;
  readonly #options: HelmRepositoryOptions;
  #last: { listing: Listing; digest: string; validators: Record<string, string> } | undefined;

  /** @param url with or without a slash or `index.yaml` at its end */
  constructor(url: URL, options: HelmRepositoryOptions) {
    this.#folder = folderOf(url);
    this.#options = options;
  }

  /** @throws RegistryError, with LB7207 when there is no index and LB7209 when there is something else */
  async list(signal?: AbortSignal, onProgress?: (progress: ListingProgress) => void): Promise<Listing> {
    const { transport, patience } = this.#options;
    const url = indexOf(this.#folder);
    const last = this.#last;
    const answer = await retrieve(
      transport,
      url,
      {
        authorization: this.authorization,
        headers: { accept: 'application/yaml, application/json;q=0.9, */*;q=0.8', ...last?.validators },
        limit: INDEX_LIMIT,
        signal,
        onBytes: (done, total) => onProgress?.({ unit: 'bytes', done, ...(total !== undefined && { total }) }),
      },
      patience,
    );
    if (answer.status === 304 && last !== undefined) return { ...last.listing, unchanged: true };
    if (answer.status !== 200) {
      throw statusFailure(url, answer.status, new RegistryError('LB7207', { url: shownUrl(url) }));
    }
    const digest = createHash('sha256').update(answer.body).digest('hex');
    const validators = validatorsOf(answer.header);
    if (digest === last?.digest) {
      this.#last = { ...last, validators };
      return { ...last.listing, unchanged: true };
    }
    const bytes = answer.header('content-encoding') === 'gzip' ? await unpacked(answer.body, url) : answer.body;
    const content = await readIndexAside(Buffer.from(bytes).toString('utf8'), this.#folder, signal);
    const listing = { ...content, unchanged: false };
    this.#last = { listing, digest, validators };
    return listing;
  }

  /** For the repository's own origin alone: a chart's URL, or where a redirect leads, may be anybody's. */
  readonly authorization: NonNullable<Retrieval['authorization']> = (url) => {
    const { credentials } = this.#options;
    return credentials !== undefined && url.origin === this.#folder.origin ? basic(credentials) : undefined;
  };
}

/** Some stores keep it packed, and give out nothing else. */
async function unpacked(packed: Uint8Array, url: URL): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: INDEX_LIMIT });
  } catch (error) {
    const reason = error instanceof RangeError ? 'is too large unpacked' : 'does not unpack';
    throw new RegistryError('LB7209', { url: shownUrl(url), reason }, { cause: error });
  }
}

function validatorsOf(header: (name: string) => string | undefined): Record<string, string> {
  const etag = header('etag');
  const modified = header('last-modified');
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
}
