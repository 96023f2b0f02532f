import type { AddressGuard } from '../../addresses/address-guard.ts';
import type { ClusterConnection } from '../../clusters/cluster-connection.ts';
import { DirectUpstream } from './direct-upstream.ts';
import { type Endpoint, serviceOrigin } from './endpoint.ts';
import { ServiceUpstream } from './service-upstream.ts';
import type { Upstream } from './upstream.ts';

export interface UpstreamsOptions {
  guard: AddressGuard;
  /** LuBan runs inside of this cluster, and reaches its services by their names. */
  isInside(connection: ClusterConnection): boolean;
}

/** As many origins as are spoken to at once; what was used least recently is let go. */
const MOST = 200;

/** Ways to backends. One that is written anew, its certificate authority too, is another way and takes effect at once. */
export class Upstreams implements AsyncDisposable {
  readonly #options: UpstreamsOptions;
  readonly #direct = new Map<string, DirectUpstream>();

  constructor(options: UpstreamsOptions) {
    this.#options = options;
  }

  /**
   * @param connection of the cluster that the endpoint is written in
   * @throws Refusal LB5101 for addresses that must not be reached
   */
  reach({ address, ca, insecure }: Endpoint, connection: ClusterConnection): Upstream {
    if (address.type === 'service' && !this.#options.isInside(connection))
      return new ServiceUpstream(connection, address);
    const origin = address.type === 'url' ? address.origin : serviceOrigin(address);
    this.#options.guard.check(origin);
    const key = JSON.stringify([origin, insecure, ca]);
    const known = this.#direct.get(key);
    const upstream = known ?? new DirectUpstream({ origin, ca, insecure, lookup: this.#options.guard.lookup });
    this.#direct.delete(key);
    this.#direct.set(key, upstream);
    if (this.#direct.size > MOST) this.#drop(this.#direct.keys().next().value!);
    return upstream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#direct.values()];
    this.#direct.clear();
    await Promise.all(all.map((upstream) => upstream.destroy()));
  }

  #drop(key: string): void {
    const upstream = this.#direct.get(key);
    this.#direct.delete(key);
    void upstream?.[Symbol.asyncDispose]().catch(() => {});
  }
}
