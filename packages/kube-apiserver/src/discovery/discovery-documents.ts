import type { ResourceRegistry } from '../registry/resource-registry.ts';
import { aggregatedDiscovery, type DiscoveryVersion } from './aggregated-discovery.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy-discovery.ts';
import { type PublishedDocument, published } from './published-document.ts';

/** What the server says about what it serves. Documents are made when they are asked for, and kept until something changes. */
export class DiscoveryDocuments {
  readonly #registry: ResourceRegistry;
  readonly #serverAddress: () => string;
  readonly #documents = new Map<string, PublishedDocument>();
  #revision = 0;

  /** @param serverAddress host and port under which clients reach the server */
  constructor(registry: ResourceRegistry, serverAddress: () => string) {
    this.#registry = registry;
    this.#serverAddress = serverAddress;
  }

  /** Everything of the core group (`/api`) or of the others (`/apis`), for clients that accept it. */
  aggregated(root: 'api' | 'apis', version: DiscoveryVersion): PublishedDocument {
    const groups = this.#registry.groups.filter(({ name }) => (name === '') === (root === 'api'));
    return this.#kept(`${root}?${version}`, () => aggregatedDiscovery(groups, version));
  }

  /** `/api` */
  apiVersions(): PublishedDocument {
    const address = this.#serverAddress();
    return this.#kept(`api?${address}`, () => apiVersions(address));
  }

  /** `/apis` */
  apiGroupList(): PublishedDocument {
    return this.#kept('apis', () => apiGroupList(this.#registry.groups.filter(({ name }) => name !== '')));
  }

  /** `/apis/apps` */
  apiGroup(name: string): PublishedDocument | undefined {
    const group = name === '' ? undefined : this.#registry.groups.find((other) => other.name === name);
    return group && this.#kept(`apis/${name}`, () => apiGroup(group));
  }

  /** `/api/v1`, `/apis/apps/v1`. Not for versions that another server answers for: it tells that itself. */
  apiResourceList(group: string, version: string): PublishedDocument | undefined {
    const found = this.#registry.groups
      .find(({ name }) => name === group)
      ?.versions.find((other) => other.version === version && other.external === undefined);
    return found && this.#kept(`${group}/${version}`, () => apiResourceList(found));
  }

  #kept(name: string, make: () => unknown): PublishedDocument {
    if (this.#revision !== this.#registry.revision) {
      this.#documents.clear();
      this.#revision = this.#registry.revision;
    }
    const known = this.#documents.get(name);
    if (known !== undefined) return known;
    const document = published(make());
    this.#documents.set(name, document);
    return document;
  }
}
