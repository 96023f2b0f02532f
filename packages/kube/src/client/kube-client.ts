import type { KubeList, KubeObject, WatchEvent } from '../object.ts';
import { type Status, StatusError } from '../status.ts';
import { linesOf } from './lines.ts';
import { type ResourceRef, resourcePath } from './resource-path.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

/** A kind of resource, without an object. */
export type ResourceKind = Pick<ResourceRef, 'group' | 'version' | 'resource'>;

export interface ListOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
}

export interface WatchOptions extends Omit<ListOptions, 'limit' | 'continue'> {
  allowBookmarks?: boolean;
  timeoutSeconds?: number;
  signal?: AbortSignal;
}

export interface WriteOptions {
  fieldManager?: string;
  dryRun?: boolean;
}

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  preconditions?: { uid?: string; resourceVersion?: string };
}

type RequestHeaders = NonNullable<TransportRequest['headers']>;

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_MEDIA_TYPES: Record<PatchType, string> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** A small client for a Kubernetes API. Every method rejects with a StatusError when the server refuses. */
export class KubeClient {
  readonly #transport: Transport;
  readonly #headers: RequestHeaders;

  /** @param options.userAgent also names the field manager when a write names none */
  constructor(transport: Transport, options: { userAgent?: string; headers?: RequestHeaders } = {}) {
    this.#transport = transport;
    this.#headers = { 'user-agent': options.userAgent ?? 'luban', ...options.headers };
  }

  /** The same client with further headers, such as `impersonate-user`, or with others than it had. */
  withHeaders(headers: RequestHeaders): KubeClient {
    return new KubeClient(this.#transport, { headers: { ...this.#headers, ...headers } });
  }

  get<T extends KubeObject>(ref: ResourceRef): Promise<T> {
    return this.json<T>('GET', resourcePath(ref));
  }

  list<T extends KubeObject>(kind: ResourceKind, options: ListOptions = {}): Promise<KubeList<T>> {
    return this.json<KubeList<T>>('GET', listPath(kind, options));
  }

  create<T extends KubeObject>(ref: ResourceRef, object: KubeObject, options: WriteOptions = {}): Promise<T> {
    return this.json<T>('POST', withQuery(resourcePath(ref), writeQuery(options)), object);
  }

  /** Replaces the object; its `metadata.resourceVersion`, when given, must still be the current one. */
  update<T extends KubeObject>(ref: ResourceRef, object: KubeObject, options: WriteOptions = {}): Promise<T> {
    return this.json<T>('PUT', withQuery(resourcePath(ref), writeQuery(options)), object);
  }

  patch<T extends KubeObject>(
    ref: ResourceRef,
    type: PatchType,
    patch: unknown,
    options: WriteOptions & { force?: boolean } = {},
  ): Promise<T> {
    const query = { ...writeQuery(options), force: options.force ? 'true' : undefined };
    return this.json<T>('PATCH', withQuery(resourcePath(ref), query), patch, PATCH_MEDIA_TYPES[type]);
  }

  delete(ref: ResourceRef, options: DeleteOptions = {}): Promise<KubeObject> {
    return this.json('DELETE', resourcePath(ref), { apiVersion: 'v1', kind: 'DeleteOptions', ...options });
  }

  /**
   * Events from a resource version on, until the server ends the stream or the signal aborts, which is no error.
   * An ERROR event is thrown as its StatusError, such as the one with the reason Expired.
   */
  async *watch<T extends KubeObject>(kind: ResourceKind, options: WatchOptions = {}): AsyncGenerator<WatchEvent<T>> {
    const { signal, allowBookmarks, timeoutSeconds, ...list } = options;
    const path = listPath(kind, list, {
      watch: 'true',
      allowWatchBookmarks: allowBookmarks ? 'true' : undefined,
      timeoutSeconds: timeoutSeconds?.toString(),
    });
    try {
      const response = await this.#send('GET', path, undefined, undefined, signal);
      for await (const line of linesOf(response.chunks())) {
        const event = JSON.parse(line) as WatchEvent<T>;
        if (event.type === 'ERROR') throw new StatusError(event.object as unknown as Status);
        yield event;
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  /** Any request with JSON both ways. */
  async json<T>(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<T> {
    const response = await this.#send(method, path, body === undefined ? undefined : JSON.stringify(body), contentType);
    return JSON.parse(await response.text()) as T;
  }

  async #send(
    method: string,
    path: string,
    body?: string,
    contentType?: string,
    signal?: AbortSignal,
  ): Promise<TransportResponse> {
    const headers = {
      accept: 'application/json',
      ...this.#headers,
      ...(body !== undefined && contentType !== undefined && { 'content-type': contentType }),
    };
    const response = await this.#transport({ method, path, headers, body, signal });
    if (response.status >= 400) throw await errorOf(response);
    return response;
  }
}

async function errorOf(response: TransportResponse): Promise<StatusError> {
  const text = await response.text();
  try {
    const status = JSON.parse(text) as Status;
    if (status.kind === 'Status') return new StatusError(status);
  } catch {
    // Something between client and server may answer with text or HTML.
  }
  return new StatusError({ message: text.slice(0, 500) || `HTTP ${response.status}`, code: response.status });
}

function listPath(kind: ResourceKind, options: ListOptions, extra: Query = {}): string {
  const { namespace, limit, ...query } = options;
  return withQuery(resourcePath({ ...kind, namespace }), { ...query, limit: limit?.toString(), ...extra });
}

function writeQuery({ fieldManager, dryRun }: WriteOptions): Query {
  return { fieldManager, dryRun: dryRun ? 'All' : undefined };
}

type Query = Record<string, string | undefined>;

function withQuery(path: string, query: Query): string {
  const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return present.length === 0 ? path : `${path}?${new URLSearchParams(present)}`;
}
