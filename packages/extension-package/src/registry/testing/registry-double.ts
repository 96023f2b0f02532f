import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HELM_CHART, HELM_CONFIG } from '../oci/manifest.ts';
import { startWebServer, type WebServer } from './web-server.ts';

export const USER = { username: 'ada', password: 'harbour lantern: ü' } as const;

export interface RegistryDoubleOptions {
  /** Whom it answers. Default: everybody. */
  auth?: 'basic' | 'token';
  /** With `token`: whether a token is given to those without a password. Default: false. */
  anonymousTokens?: boolean;
  /** `realm` of the challenge. Default: `/token` of itself. */
  realm?: string;
  /** Names on a page. Default: all. */
  pageSize?: number;
  /** Default: true. */
  catalog?: boolean;
  /** Where blobs really are: an origin. Default: here. */
  blobsAt?: string;
  /** Whether it has the API for referrers. Default: false. */
  referrers?: boolean;
}

interface Stored {
  mediaType: string;
  bytes: Buffer;
}

/** For tests: a registry that speaks the protocol over http, with what is put into it. */
export class RegistryDouble implements AsyncDisposable {
  readonly blobs = new Map<string, Buffer>();
  /** By `path:tag` and `path@digest`. */
  readonly manifests = new Map<string, Stored>();
  /** Answers instead of the registry's own, by path: a status. */
  readonly failures = new Map<string, number>();
  readonly #options: RegistryDoubleOptions;
  #server: WebServer | undefined;
  /** Scope by token. */
  readonly #tokens = new Map<string, string>();

  static async start(options: RegistryDoubleOptions = {}): Promise<RegistryDouble> {
    const registry = new RegistryDouble(options);
    registry.#server = await startWebServer((request, response, url) => registry.#answer(request, response, url));
    return registry;
  }

  private constructor(options: RegistryDoubleOptions) {
    this.#options = options;
  }

  get host(): string {
    return this.#server!.host;
  }

  get requests(): WebServer['requests'] {
    return this.#server!.requests;
  }

  blob(bytes: Uint8Array, mediaType: string): { mediaType: string; digest: string; size: number } {
    const digest = sha256(bytes);
    this.blobs.set(digest, Buffer.from(bytes));
    return { mediaType, digest, size: bytes.length };
  }

  /** @returns digest of the manifest */
  manifest(path: string, tag: string, content: Record<string, unknown>): string {
    const mediaType = String(content.mediaType ?? 'application/vnd.oci.image.manifest.v1+json');
    const stored = { mediaType, bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...content })) };
    const digest = sha256(stored.bytes);
    this.manifests.set(`${path}:${tag}`, stored);
    this.manifests.set(`${path}@${digest}`, stored);
    return digest;
  }

  /** As `helm push` does. @returns digest of the manifest */
  chart(
    path: string,
    tag: string,
    archive: Uint8Array,
    more: { layers?: object[]; annotations?: object } = {},
  ): string {
    const config = this.blob(Buffer.from(JSON.stringify({ name: path, version: tag })), HELM_CONFIG);
    const layers = [this.blob(archive, HELM_CHART), ...(more.layers ?? [])];
    return this.manifest(path, tag, { config, layers, ...(more.annotations && { annotations: more.annotations }) });
  }

  forgetTokens(): void {
    this.#tokens.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  #answer(request: IncomingMessage, response: ServerResponse, url: URL): unknown {
    const status = this.failures.get(url.pathname);
    if (status !== undefined) return response.writeHead(status).end();
    if (url.pathname === '/token') return this.#giveToken(request, response, url);
    const [, path = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(tags|manifests|blobs|referrers)\/(.+)$/.exec(url.pathname) ?? [];
    const scope = url.pathname === '/v2/_catalog' ? 'registry:catalog:*' : path && `repository:${path}:pull`;
    if (!this.#admits(request, scope)) return this.#challenge(response, scope);
    if (url.pathname === '/v2/') return json(response, {});
    if (url.pathname === '/v2/_catalog') return this.#catalog(response, url);
    if (kind === 'tags') return this.#tags(response, path, url);
    if (kind === 'manifests') return this.#manifest(request, response, path, reference);
    if (kind === 'blobs') return this.#blob(response, reference);
    if (kind === 'referrers' && this.#options.referrers) return this.#referrers(response, path, reference);
    return response.writeHead(404).end();
  }

  #admits({ headers }: IncomingMessage, scope: string): boolean {
    const { auth } = this.#options;
    if (auth === undefined) return true;
    if (auth === 'basic') return headers.authorization === BASIC;
    const granted = this.#tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
    return granted !== undefined && (scope === '' || granted === scope);
  }

  #challenge(response: ServerResponse, scope: string): unknown {
    const { auth, realm = `http://${this.host}/token` } = this.#options;
    const bearer = `Bearer realm="${realm}",service="double \\"of\\" a registry"${scope && `,scope="${scope}"`}`;
    return response.writeHead(401, { 'www-authenticate': auth === 'basic' ? 'Basic realm="double"' : bearer }).end();
  }

  #giveToken({ headers }: IncomingMessage, response: ServerResponse, url: URL): unknown {
    const { anonymousTokens = false } = this.#options;
    const isKnown = headers.authorization === BASIC || (anonymousTokens && headers.authorization === undefined);
    if (!isKnown || url.searchParams.get('service') !== 'double "of" a registry') {
      return response.writeHead(401).end();
    }
    const token = `t${this.#tokens.size}.${Math.random().toString(36).slice(2)}`;
    const scope = url.searchParams.get('scope') ?? '';
    this.#tokens.set(token, scope);
    return json(response, { token, expires_in: 300 });
  }

  #catalog(response: ServerResponse, url: URL): unknown {
    if (this.#options.catalog === false) return response.writeHead(404).end();
    const names = [...new Set([...this.manifests.keys()].map((key) => key.replace(/[:@].*$/, '')))].sort();
    return this.#page(response, url, 'repositories', names);
  }

  #tags(response: ServerResponse, path: string, url: URL): unknown {
    const keys = [...this.manifests.keys()].filter((key) => key.startsWith(`${path}:`));
    if (keys.length === 0) return response.writeHead(404).end();
    return this.#page(response, url, 'tags', keys.map((key) => key.slice(path.length + 1)).sort());
  }

  #page(response: ServerResponse, url: URL, field: string, names: string[]): unknown {
    const { pageSize = Number.POSITIVE_INFINITY } = this.#options;
    const last = url.searchParams.get('last') ?? '';
    const rest = names.filter((name) => name > last);
    const page = rest.slice(0, pageSize);
    if (page.length < rest.length) {
      response.setHeader(
        'link',
        `<${url.pathname}?n=${pageSize}&last=${encodeURIComponent(page.at(-1)!)}>; rel="next"`,
      );
    }
    return json(response, { [field]: page });
  }

  #manifest({ method }: IncomingMessage, response: ServerResponse, path: string, reference: string): unknown {
    const stored = this.manifests.get(`${path}${reference.startsWith('sha256:') ? '@' : ':'}${reference}`);
    if (stored === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': stored.mediaType, 'docker-content-digest': sha256(stored.bytes) });
    return response.end(method === 'HEAD' ? undefined : stored.bytes);
  }

  #blob(response: ServerResponse, digest: string): unknown {
    const { blobsAt } = this.#options;
    if (blobsAt !== undefined) return response.writeHead(307, { location: `${blobsAt}/${digest}` }).end();
    const bytes = this.blobs.get(digest);
    return bytes === undefined ? response.writeHead(404).end() : response.end(bytes);
  }

  #referrers(response: ServerResponse, path: string, digest: string): unknown {
    const manifests = [...this.manifests].flatMap(([key, { mediaType, bytes }]) => {
      const content = JSON.parse(bytes.toString()) as { subject?: { digest?: string }; artifactType?: string };
      if (!key.startsWith(`${path}@`) || content.subject?.digest !== digest) return [];
      return [{ mediaType, digest: sha256(bytes), size: bytes.length, artifactType: content.artifactType }];
    });
    return json(response, { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests });
  }
}

const BASIC = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`;

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function json(response: ServerResponse, value: unknown): unknown {
  response.setHeader('content-type', 'application/json');
  return response.end(JSON.stringify(value));
}
