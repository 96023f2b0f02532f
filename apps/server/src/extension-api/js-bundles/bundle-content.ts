import { createHash } from 'node:crypto';
import { isStatusError } from '@luban/kube';
import type { ClusterConnection } from '../../clusters/cluster-connection.ts';
import { Refusal } from '../../refusal.ts';
import { ownerOf } from '../extension-object.ts';
import { recordOf, textOf } from '../json.ts';
import { endpointName } from '../upstream/endpoint.ts';
import { explainFailure } from '../upstream/explain-failure.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { decodeRaw } from './decode-raw.ts';
import type { BundleSource, JsBundle } from './js-bundle.ts';
import type { FoundFile } from './js-bundle-table.ts';

export interface BundleContentOptions {
  connection: ClusterConnection;
  upstreams: Upstreams;
  now(): number;
}

export interface Content {
  bytes: Buffer;
  /** `sha256-…` */
  digest: string;
}

interface Kept {
  content: Promise<Content>;
  until: number;
}

/** What lies in another object or with a backend is asked for at most once in this time, whoever asks. Milliseconds. */
const KEPT_FOR = 1_000;
const LARGEST = 32 * 2 ** 20;
const ANSWERS_WITHIN = 15_000;

/** Reads the files of bundles from where they are. Nothing of the person who asks goes along. */
export class BundleContent {
  readonly #options: BundleContentOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: BundleContentOptions) {
    this.#options = options;
  }

  /** @throws Refusal 503 or 504 that says what is missing where */
  get({ bundle, file }: FoundFile): Promise<Content> {
    const { now } = this.#options;
    const key = `${bundle.uid} ${bundle.resourceVersion} ${file.link}`;
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > now()) return known.content;
    const content = this.#read(bundle, file.source).then((bytes) => ({ bytes, digest: digestOf(bytes) }));
    for (const [other, { until }] of this.#kept) if (until <= now()) this.#kept.delete(other);
    this.#kept.set(key, { content, until: now() + KEPT_FOR });
    // Whoever waits is told; the next one tries again.
    content.catch(() => this.#kept.delete(key));
    return content;
  }

  async #read(bundle: JsBundle, source: BundleSource): Promise<Buffer> {
    if (source.from === 'raw') return decodeRaw(source.base64);
    if (source.from === 'object') return this.#key(bundle, source);
    return this.#remote(bundle, source);
  }

  async #key(bundle: JsBundle, source: Extract<BundleSource, { from: 'object' }>): Promise<Buffer> {
    const { resource, namespace, name, key } = source;
    const where = `${resource === 'secrets' ? 'Secret' : 'ConfigMap'} ${namespace}/${name}`;
    try {
      const ref = { group: '', version: 'v1', resource, namespace, name };
      const object = await this.#options.connection.client().get(ref);
      const data = textOf(recordOf(object.data)[key]);
      const binary = textOf(recordOf(object.binaryData)[key]);
      if (data !== undefined) return Buffer.from(data, resource === 'secrets' ? 'base64' : 'utf8');
      if (binary !== undefined) return Buffer.from(binary, 'base64');
    } catch (error) {
      if (isStatusError(error, 'NotFound')) throw missing(bundle, `${where} does not exist`);
      throw error;
    }
    throw missing(bundle, `${where} has no key ${key}`);
  }

  async #remote(bundle: JsBundle, { endpoint }: Extract<BundleSource, { from: 'remote' }>): Promise<Buffer> {
    const asked = { object: `JSBundle ${bundle.name}`, owner: ownerOf(bundle), upstream: endpointName(endpoint) };
    try {
      const upstream = this.#options.upstreams.reach(endpoint, this.#options.connection);
      const { status, body } = await upstream.request({
        method: 'GET',
        path: endpoint.address.path,
        headers: { host: upstream.host, accept: '*/*', 'user-agent': 'luban' },
        answersWithin: ANSWERS_WITHIN,
        signal: AbortSignal.timeout(ANSWERS_WITHIN * 4),
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of body) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (size > LARGEST) throw missing(bundle, `${asked.upstream} sends more than ${LARGEST / 2 ** 20} MB`);
      }
      if (status !== 200) throw missing(bundle, `${asked.upstream}${endpoint.address.path} answers ${status}`);
      return Buffer.concat(chunks);
    } catch (error) {
      throw explainFailure(error, asked);
    }
  }
}

function missing(bundle: JsBundle, reason: string): Refusal {
  return new Refusal(503, 'LB5421', { object: `JSBundle ${bundle.name}`, owner: ownerOf(bundle), reason });
}

function digestOf(bytes: Buffer): string {
  return `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
}
