import type {
  ClusterConnection,
  UpgradeResult,
  UpstreamRequest,
  UpstreamResponse,
} from '../../clusters/cluster-connection.ts';
import { type ServiceAddress, serviceOrigin } from './endpoint.ts';
import type { Upstream } from './upstream.ts';

/**
 * A service of a cluster that LuBan does not run in, reached through the API server of the cluster, in LuBan's own name.
 *
 * Notes: the API server takes `Authorization` and `X-Remote-*` away, and checks no certificate of the service.
 */
export class ServiceUpstream implements Upstream {
  readonly name: string;
  readonly host: string;
  readonly #connection: ClusterConnection;
  readonly #prefix: string;

  constructor(connection: ClusterConnection, address: ServiceAddress) {
    const { scheme, namespace, name, port } = address;
    this.name = serviceOrigin(address);
    this.host = new URL(this.name).host;
    this.#connection = connection;
    this.#prefix = `/api/v1/namespaces/${namespace}/services/${scheme}:${name}:${port}/proxy`;
  }

  async request(request: UpstreamRequest): Promise<UpstreamResponse> {
    return this.#own(await this.#connection.request(this.#below(request)));
  }

  async upgrade(request: Omit<UpstreamRequest, 'body'>): Promise<UpgradeResult> {
    const result = await this.#connection.upgrade(this.#below(request));
    return result.upgraded ? result : { upgraded: false, response: this.#own(result.response) };
  }

  /** `Host` is the API server's. */
  #below<T extends Omit<UpstreamRequest, 'body'>>(request: T): T {
    const { host: _, ...headers } = request.headers ?? {};
    return { ...request, path: `${this.#prefix}${request.path}`, headers };
  }

  /** The API server puts its own path before that of redirects. */
  #own(response: UpstreamResponse): UpstreamResponse {
    const { location } = response.headers;
    if (typeof location !== 'string') return response;
    const at = location.indexOf(`${this.#prefix}/`);
    if (at < 0) return response;
    return { ...response, headers: { ...response.headers, location: location.slice(at + this.#prefix.length) } };
  }
}
