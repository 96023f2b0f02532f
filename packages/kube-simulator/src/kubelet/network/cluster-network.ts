import type { EndpointSlice, Service } from '@luban/kube/kinds';
import { ServiceFinder } from './service-finder.ts';
import type { Listener, SimulatedNetwork } from './simulated-network.ts';

export interface ClusterNetworkOptions {
  services(): Iterable<Service>;
  service(namespace: string, name: string): Service | undefined;
  slicesOf(namespace: string, service: string): Iterable<EndpointSlice>;
  /** What listens in the pod of an address. */
  podListener(address: string, port: number): Listener | undefined;
  /** Services that the simulator answers by itself. */
  builtIn(namespace: string, name: string, port: number): Listener | undefined;
  /** Addresses of nodes by their names. */
  nodeAddress(name: string): string | undefined;
}

const DOMAIN = 'cluster.local';

/** Names and addresses of the simulated cluster. Nothing else exists. */
export class ClusterNetwork implements SimulatedNetwork {
  readonly #options: ClusterNetworkOptions;
  readonly #finder: ServiceFinder;

  constructor(options: ClusterNetworkOptions) {
    this.#options = options;
    this.#finder = new ServiceFinder(options.slicesOf);
  }

  resolve(host: string, namespace: string): string[] {
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return [host];
    if (host === 'localhost') return ['127.0.0.1'];
    const node = this.#options.nodeAddress(host);
    if (node !== undefined) return [node];
    const found = this.#serviceOf(host, namespace);
    if (found === undefined) return [];
    const { service, pod } = found;
    const { clusterIP, type, externalName } = service.spec;
    if (type === 'ExternalName')
      return externalName === undefined || externalName === host ? [] : this.resolve(externalName, namespace);
    if (clusterIP !== undefined && clusterIP !== '' && clusterIP !== 'None')
      return pod === undefined ? [clusterIP] : [];
    const endpoints = [
      ...this.#options.slicesOf(service.metadata.namespace ?? '', service.metadata.name ?? ''),
    ].flatMap(({ endpoints: list }) => list ?? []);
    return endpoints
      .filter(({ conditions, hostname, targetRef }) =>
        pod === undefined ? conditions?.ready !== false : hostname === pod || targetRef?.name === pod,
      )
      .flatMap(({ addresses }) => addresses);
  }

  qualify(host: string, namespace: string): string {
    const found = this.#serviceOf(host, namespace);
    if (found === undefined) return host;
    const { metadata } = found.service;
    const prefix = found.pod === undefined ? '' : `${found.pod}.`;
    return `${prefix}${metadata.name}.${metadata.namespace}.svc.${DOMAIN}`;
  }

  connect(address: string, port: number): Listener | undefined {
    const pod = this.#options.podListener(address, port);
    if (pod !== undefined) return pod;
    for (const service of this.#options.services()) {
      if (service.spec.clusterIP === address)
        return this.service(service.metadata.namespace ?? '', service.metadata.name ?? '', port);
    }
    return undefined;
  }

  service(namespace: string, name: string, port: number): Listener | undefined {
    const builtIn = this.#options.builtIn(namespace, name, port);
    if (builtIn !== undefined) return builtIn;
    const service = this.#options.service(namespace, name);
    const backend = service && this.#finder.choose(service, port);
    return backend && this.#options.podListener(backend.address, backend.port);
  }

  /** `db`, `db.shop`, `db.shop.svc.cluster.local`, and with a pod's name before it. */
  #serviceOf(host: string, namespace: string): { service: Service; pod?: string } | undefined {
    const labels = host
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(new RegExp(`\\.svc(?:\\.${DOMAIN.replace('.', '\\.')})?$`), '')
      .split('.');
    if (labels.length > 3) return undefined;
    const [first = '', second, third] = labels;
    const direct = this.#options.service(second ?? namespace, first);
    if (direct !== undefined && third === undefined) return { service: direct };
    const headless = second === undefined ? undefined : this.#options.service(third ?? namespace, second);
    return headless && { service: headless, pod: first };
  }
}
