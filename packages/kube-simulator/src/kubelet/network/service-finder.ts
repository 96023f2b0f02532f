import type { EndpointSlice, Service, ServicePort } from '@luban/kube/kinds';

/** An address and port behind a service. */
export interface Backend {
  address: string;
  port: number;
}

/** Chooses ready endpoints of services in turn. */
export class ServiceFinder {
  readonly #slicesOf: (namespace: string, service: string) => Iterable<EndpointSlice>;
  readonly #turns = new Map<string, number>();

  constructor(slicesOf: (namespace: string, service: string) => Iterable<EndpointSlice>) {
    this.#slicesOf = slicesOf;
  }

  /** @param port of the service */
  choose(service: Service, port: number): Backend | undefined {
    const { namespace = '', name = '' } = service.metadata;
    const wanted = service.spec.ports?.find((other) => other.port === port);
    if (wanted === undefined) return undefined;
    const backends = [...this.#slicesOf(namespace, name)].flatMap((slice) => backendsOf(slice, wanted));
    if (backends.length === 0) return undefined;
    const key = `${namespace}/${name}/${port}`;
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, (turn + 1) % 1_000_000);
    return backends[turn % backends.length];
  }
}

function backendsOf(slice: EndpointSlice, wanted: ServicePort): Backend[] {
  const port = slice.ports?.find(({ name }) => (name ?? '') === (wanted.name ?? ''))?.port;
  if (port === undefined) return [];
  return (slice.endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => addresses.slice(0, 1).map((address) => ({ address, port })));
}
