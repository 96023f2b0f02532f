/** Finds out which APIServices answer, and makes the server pass requests on to them. Source: k8s.io/kube-aggregator. */
import type { Duplex } from 'node:stream';
import { type Clock, isStatusError, type KubeObject, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { LOOPBACK } from '../auth/user.ts';
import { KeyedLoop } from '../controllers/keyed-loop.ts';
import type { Dialer } from '../proxy/dialer.ts';
import { forward, remoteUserHeaders } from '../proxy/forward.ts';
import { type ExternalApi, type ExternalResource, externalResources } from '../registry/external-api.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { Store } from '../store/store.ts';
import { responseBytes } from '../wire/response-bytes.ts';
import { type ApiServiceSpec, readApiService } from './api-service.ts';

export interface ApiServiceOptions {
  store: Store;
  registry: ResourceRegistry;
  client: KubeClient;
  clock: Clock;
  dialer(): Dialer;
  onError(error: unknown): void;
}

const API_SERVICES = 'apiservices.apiregistration.k8s.io';
const REF = { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' };
const AGAIN_WHEN_WELL = 30_000;
const AGAIN_WHEN_AWAY = 2_000;

interface Condition {
  type: string;
  status: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

type Finding = Pick<Condition, 'status' | 'reason' | 'message'> & { resources?: readonly ExternalResource[] };

export class ApiServiceController implements Disposable {
  readonly #options: ApiServiceOptions;
  readonly #loop: KeyedLoop;
  readonly #held = new DisposableStack();
  readonly #external = new Map<string, ExternalApi>();

  constructor(options: ApiServiceOptions) {
    const { store, registry } = options;
    this.#options = options;
    this.#loop = this.#held.use(new KeyedLoop((name) => this.#look(name), options));
    this.#held.use(
      store.subscribe(API_SERVICES, undefined, (events) => {
        for (const { current, type } of events) {
          if (type === 'DELETED') {
            this.#forget(current.name);
            this.#loop.enqueue(UNREGISTERED);
          }
          this.#loop.enqueue(current.name);
        }
      }),
    );
    for (const { name } of store.list(API_SERVICES).items) this.#loop.enqueue(name);
    this.#loop.enqueue(LOCAL);
    this.#held.use(registry.onChange(() => this.#loop.enqueue(LOCAL)));
  }

  [Symbol.dispose](): void {
    this.#held.dispose();
  }

  /** Looks at all of them again, as when something new stands behind the server. */
  lookAgain(): void {
    this.#loop.enqueue(UNREGISTERED);
    for (const { name } of this.#options.store.list(API_SERVICES).items) this.#loop.enqueue(name);
  }

  async #look(name: string): Promise<number | undefined> {
    if (name === LOCAL) return this.#writeLocal();
    if (name === UNREGISTERED) return this.#serveUnregistered();
    const object = this.#options.store.get(API_SERVICES, name)?.object;
    if (object === undefined) return;
    const spec = readApiService(object);
    if (spec.service === undefined) {
      await this.#tell(object, { status: 'True', reason: 'Local', message: 'Local APIServices are always available' });
      return;
    }
    const { namespace, name: service, port } = spec.service;
    const finding = await this.#ask(spec, `service/${service} in "${namespace}"`, () =>
      this.#options.dialer().service(namespace, service, port),
    );
    this.#serve(name, spec, finding.resources);
    await this.#tell(object, finding);
    return finding.status === 'True' ? AGAIN_WHEN_WELL : AGAIN_WHEN_AWAY;
  }

  /** What comes with the machines behind the server, unless somebody registered another. */
  async #serveUnregistered(): Promise<number | undefined> {
    let again: number | undefined;
    for (const { group, version, connect } of this.#options.dialer().apis ?? []) {
      const name = `${version}.${group}`;
      if (this.#options.store.get(API_SERVICES, name) !== undefined) continue;
      const spec = { group, version, groupPriority: 100, versionPriority: 100 };
      const { resources } = await this.#ask(spec, name, connect);
      if (resources === undefined) again = AGAIN_WHEN_AWAY;
      else if (this.#options.store.get(API_SERVICES, name) === undefined) this.#serve(name, spec, resources);
    }
    return again;
  }

  async #ask(spec: ApiServiceSpec, name: string, connect: () => Duplex | undefined): Promise<Finding> {
    const path = `/apis/${spec.group}/${spec.version}`;
    try {
      const response = await forward(discoveryRequest(path), {
        connect,
        path,
        name,
        headers: remoteUserHeaders(LOOPBACK),
      });
      const body = await responseBytes(response.body, LARGEST_DOCUMENT);
      if (response.status !== 200) throw new Error(`it answered ${response.status}`);
      return {
        status: 'True',
        reason: 'Passed',
        message: 'all checks passed',
        resources: externalResources(JSON.parse(body.toString())),
      };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const { namespace, name: service } = spec.service ?? { namespace: '', name: '' };
      const there = this.#options.store.get('services', `${namespace}/${service}`) !== undefined;
      return there
        ? {
            status: 'False',
            reason: 'FailedDiscoveryCheck',
            message: `failing or missing response from ${path}: ${why}`,
          }
        : {
            status: 'False',
            reason: 'ServiceNotFound',
            message: `service/${service} in "${namespace}" is not present`,
          };
    }
  }

  #serve(name: string, spec: ApiServiceSpec, resources: readonly ExternalResource[] | undefined): void {
    const { group, version, groupPriority, versionPriority } = spec;
    const before = this.#external.get(name);
    const api: ExternalApi = { group, version, groupPriority, versionPriority, resources };
    if (JSON.stringify(before) === JSON.stringify(api)) return;
    this.#external.set(name, api);
    this.#options.registry.setExternal([...this.#external.values()]);
  }

  #forget(name: string): void {
    if (this.#external.delete(name)) this.#options.registry.setExternal([...this.#external.values()]);
  }

  async #tell(object: KubeObject, { status, reason, message }: Finding): Promise<void> {
    const { client, clock } = this.#options;
    const { conditions = [] } = (object.status ?? {}) as { conditions?: Condition[] };
    const before = conditions.find(({ type }) => type === 'Available');
    if (before?.status === status && before.reason === reason && before.message === message) return;
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp(clock.now());
    const condition: Condition = { lastTransitionTime, message, reason, status, type: 'Available' };
    try {
      await client.patch({ ...REF, name: object.metadata.name, subresource: 'status' }, 'merge', {
        status: { conditions: [...conditions.filter(({ type }) => type !== 'Available'), condition] },
      });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }

  /** What this server answers itself is listed too; what it no longer answers is taken out. */
  async #writeLocal(): Promise<undefined> {
    const { registry, client, store } = this.#options;
    const wanted = new Map<string, KubeObject>();
    for (const { versions } of registry.groups) {
      for (const [i, api] of versions.entries()) {
        if (api.external !== undefined) continue;
        const name = `${api.version}.${api.group}`;
        const managed = api.types.every(({ custom }) => custom) ? 'true' : 'onstart';
        wanted.set(name, {
          apiVersion: 'apiregistration.k8s.io/v1',
          kind: 'APIService',
          metadata: { name, labels: { [AUTOMANAGED]: managed } },
          spec: {
            ...(api.group !== '' && { group: api.group }),
            version: api.version,
            groupPriorityMinimum: api.group === '' ? 18_000 : managed === 'true' ? 1_000 : 17_000,
            versionPriority: managed === 'true' ? 100 : Math.max(1, 15 - i),
          },
        });
      }
    }
    for (const [name, object] of wanted) {
      if (store.get(API_SERVICES, name) !== undefined) continue;
      try {
        await client.create(REF, object);
      } catch (error) {
        if (!isStatusError(error, 'AlreadyExists')) throw error;
      }
    }
    for (const { name, object } of store.list(API_SERVICES).items) {
      if (object.metadata.labels?.[AUTOMANAGED] !== 'true' || wanted.has(name)) continue;
      await client.delete({ ...REF, name }).catch((error) => {
        if (!isStatusError(error, 'NotFound')) throw error;
      });
    }
  }
}

const AUTOMANAGED = 'kube-aggregator.kubernetes.io/automanaged';
/** Stands for all that this server answers itself; no APIService can have the name. */
const LOCAL = '*';
/** Stands for all that answers without a registration. */
const UNREGISTERED = '-';

function discoveryRequest(path: string) {
  return {
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: { accept: 'application/json' },
    identity: {},
    remoteAddress: '',
    body: async () => Buffer.alloc(0),
  };
}

const LARGEST_DOCUMENT = 4 * 2 ** 20;
