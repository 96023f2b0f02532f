import { Readable } from 'node:stream';
import { ClusterConnection, type UpstreamRequest, type UpstreamResponse } from '../../clusters/cluster-connection.ts';
import type { ClusterEndpoint } from '../../clusters/cluster-endpoint.ts';

/** What goes wrong with a request, or undefined when nothing does. */
export type Fault = (
  request: UpstreamRequest,
  pass: () => Promise<UpstreamResponse>,
) => Promise<UpstreamResponse> | undefined;

/** A real connection to a cluster that counts what is asked, and on which things go wrong when a test wants it. */
export class FaultyConnection extends ClusterConnection {
  readonly asked: string[] = [];
  readonly #open = new Set<Readable>();
  fault: Fault | undefined;

  constructor(endpoint: ClusterEndpoint) {
    super(endpoint, { connectsWithin: 2_000 });
  }

  override async request(request: UpstreamRequest): Promise<UpstreamResponse> {
    this.asked.push(request.path);
    const pass = async () => {
      const response = await super.request(request);
      if (isWatch(request.path)) this.#watch(response.body);
      return response;
    };
    return this.fault?.(request, pass) ?? pass();
  }

  /** Watches that are open now. */
  get watches(): number {
    return this.#open.size;
  }

  asks(part: string): number {
    return this.asked.filter((path) => path.includes(part)).length;
  }

  /** Cuts all watches, as a network does. */
  cut(error = new Error('the network broke')): void {
    for (const body of this.#open) body.destroy(error);
  }

  #watch(body: Readable): void {
    this.#open.add(body);
    body.once('close', () => this.#open.delete(body));
  }
}

export const isWatch = (path: string): boolean => path.includes('watch=true');

export function answer(status: number, body: string, headers: Record<string, string> = {}): UpstreamResponse {
  return { status, headers, body: Readable.from([Buffer.from(body)]) };
}

/** JSON of a refusal. */
export const refusal = (code: number, reason: string, details: object = {}): string =>
  JSON.stringify({
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' },
    ...{ message: reason, reason, details, code },
  });

/** Part of the path by which a watch asks for the list too. */
export const WATCH_LIST = 'sendInitialEvents';
