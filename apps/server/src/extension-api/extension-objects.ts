import { type Clock, isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { type ApiService, readApiService } from './api-services/api-service.ts';
import { type ApiServiceTable, apiServiceTable } from './api-services/api-service-table.ts';
import type { ApiConflict } from './conflicts.ts';
import { canServe } from './conflicts.ts';
import { EXTENSION_KINDS, type ExtensionKind, type ExtensionObject } from './extension-object.ts';
import { type JsBundle, readJsBundle } from './js-bundles/js-bundle.ts';
import { type JsBundleTable, jsBundleTable } from './js-bundles/js-bundle-table.ts';
import { type ReverseProxy, readReverseProxy } from './reverse-proxies/reverse-proxy.ts';
import { type ReverseProxyTable, reverseProxyTable } from './reverse-proxies/reverse-proxy-table.ts';

export interface ExtensionObjectsOptions {
  /** Of LuBan itself. */
  client: KubeClient;
  clock?: Clock;
  onError(error: unknown): void;
  /** An object stopped being served, or is another one now. */
  onEnd?(uid: string): void;
}

interface Tables {
  apiServices: ApiServiceTable;
  reverseProxies: ReverseProxyTable;
  jsBundles: JsBundleTable;
}

type AnyObject = ApiService | ReverseProxy | JsBundle;

const READERS: Readonly<Record<ExtensionKind, (object: KubeObject) => AnyObject>> = {
  APIService: readApiService,
  ReverseProxy: readReverseProxy,
  JSBundle: readJsBundle,
};

/** The objects of one cluster that extend the API, as they are now, and what follows from all of them together. */
export class ExtensionObjects implements Disposable {
  readonly #options: ExtensionObjectsOptions;
  readonly #informers: Informer[] = [];
  readonly #answered: Promise<void>[] = [];
  readonly #objects = new Map<string, AnyObject>();
  readonly #sources = new Map<string, KubeObject>();
  readonly #listeners = new Set<() => void>();
  #tables: Tables | undefined;

  constructor(options: ExtensionObjectsOptions) {
    this.#options = options;
    for (const kind of Object.keys(EXTENSION_KINDS) as ExtensionKind[]) this.#informers.push(this.#follow(kind));
  }

  /** Resolves when all lists are in, or it is known that they do not come now. They are asked for again and again. */
  async start(): Promise<void> {
    await Promise.all(this.#informers.map((informer, i) => Promise.race([informer.start(), this.#answered[i]])));
  }

  get apiServices(): ApiServiceTable {
    return this.#derived().apiServices;
  }

  get reverseProxies(): ReverseProxyTable {
    return this.#derived().reverseProxies;
  }

  get jsBundles(): JsBundleTable {
    return this.#derived().jsBundles;
  }

  get conflicts(): readonly ApiConflict[] {
    const { apiServices, reverseProxies, jsBundles } = this.#derived();
    return [...apiServices.conflicts, ...reverseProxies.conflicts, ...jsBundles.conflicts];
  }

  values(): IterableIterator<ExtensionObject> {
    return this.#objects.values();
  }

  /** The object as it is in the cluster. It must not be changed. */
  source({ kind, name }: ExtensionObject): KubeObject | undefined {
    return this.#sources.get(`${kind} ${name}`);
  }

  /** Calls after any change. */
  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    for (const informer of this.#informers) informer[Symbol.dispose]();
    this.#listeners.clear();
  }

  #follow(kind: ExtensionKind): Informer {
    const { client, clock, onError } = this.#options;
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    this.#answered.push(answered);
    const informer = new Informer(client, EXTENSION_KINDS[kind], {
      clock,
      onError: (error) => {
        resolve();
        // A cluster without KubeSphere's kinds is no fault.
        if (!isStatusError(error, 'NotFound')) onError(error);
      },
    });
    const read = READERS[kind];
    const put = (object: KubeObject) => {
      const value = read(object);
      this.#objects.set(`${kind} ${value.name}`, value);
      this.#sources.set(`${kind} ${value.name}`, object);
      this.#changed();
      return value;
    };
    informer.subscribe({
      onAdd: (object) => void put(object),
      onUpdate: (object, previous) => {
        const now = put(object);
        const isSame = previous.metadata.uid === now.uid && sameSpec(object, previous);
        if (!isSame || !canServe(now)) this.#options.onEnd?.(previous.metadata.uid ?? '');
      },
      onDelete: (last) => {
        this.#objects.delete(`${kind} ${last.metadata.name}`);
        this.#sources.delete(`${kind} ${last.metadata.name}`);
        this.#changed();
        this.#options.onEnd?.(last.metadata.uid ?? '');
      },
    });
    return informer;
  }

  #changed(): void {
    this.#tables = undefined;
    for (const listener of this.#listeners) listener();
  }

  #derived(): Tables {
    this.#tables ??= tablesOf([...this.#objects.values()]);
    return this.#tables;
  }
}

function sameSpec(a: KubeObject, b: KubeObject): boolean {
  return JSON.stringify(a.spec) === JSON.stringify(b.spec);
}

function tablesOf(objects: readonly AnyObject[]): Tables {
  const extensions = new Set(objects.map(({ owner }) => owner).filter((owner) => owner !== undefined));
  return {
    apiServices: apiServiceTable(objects.filter((object) => object.kind === 'APIService')),
    reverseProxies: reverseProxyTable(objects.filter((object) => object.kind === 'ReverseProxy')),
    jsBundles: jsBundleTable(
      objects.filter((object) => object.kind === 'JSBundle'),
      extensions,
    ),
  };
}
