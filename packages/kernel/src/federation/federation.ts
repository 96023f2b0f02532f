import { createInstance } from '@module-federation/enhanced/runtime';
import * as runtimeCore from '@module-federation/runtime/core';
import type { HostShare } from '../contract.ts';
import type { Container } from '../loading/container.ts';

/** A container that took the host's shares. */
export interface ConnectedRemote {
  /** The module behind an expose such as `./pages/Overview`. */
  get(expose: string): Promise<unknown>;
}

/** The host's side of module federation. It knows no remote until one is activated. */
export interface Federation {
  /** Loads the named shares, if they are not there yet. */
  prepare(names: readonly string[]): Promise<void>;
  /** Calls the container's `init` with the named shares, which `prepare` has loaded. Rejects with what `init` threw. */
  connect(
    remote: { name: string; entry: string },
    container: Container,
    shares: readonly string[],
  ): Promise<ConnectedRemote>;
  forget(name: string): void;
}

type Runtime = ReturnType<typeof createInstance>;
type Versions = Runtime['shareScopeMap'][string][string];
type ShareScope = Record<string, Versions>;

const SCOPE = 'default';

/**
 * Notes: each remote gets a share scope of its own that holds the host's shares and nothing of other remotes. What a
 * remote ends up with depends then on its manifest alone, and not on who was loaded before; and it is forgotten with it.
 */
export function createFederation(shares: Record<string, HostShare>): Federation {
  const scopes = new Map<string, ShareScope>();
  const offered = new Map<string, Promise<void>>();
  const runtime: Runtime = createInstance({
    name: 'luban-console',
    remotes: [],
    plugins: [
      {
        name: 'luban-share-scopes',
        beforeInitContainer: (args) => ({ ...args, ...initArguments(scopes.get(args.remoteInfo.name)) }),
      },
    ],
  });
  offerRuntime();

  const offer = async (name: string, { version, load }: HostShare) => {
    const module = await load();
    runtime.registerShared({
      [name]: {
        version,
        lib: () => module,
        shareConfig: { singleton: true, requiredVersion: `^${version}`, strictVersion: false },
      },
    });
  };
  return {
    prepare: async (names) => {
      await Promise.all(
        names.map((name) => {
          const share = shares[name];
          if (!share) return undefined;
          let offering = offered.get(name);
          if (!offering) {
            offering = offer(name, share);
            offered.set(name, offering);
            // A failure to fetch a share is not kept: the next extension that needs it tries again.
            offering.catch(() => offered.delete(name));
          }
          return offering;
        }),
      );
    },
    connect: async (remote, container, names) => {
      scopes.set(remote.name, scopeFor(runtime, names));
      let failure: { error: unknown } | undefined;
      const module = runtime.initRawContainer(remote.name, remote.entry, {
        // The run time reports only the text of what `init` threw; the error itself is kept for the report.
        init: async (...args: unknown[]) => {
          try {
            await container.init(args[0], args[1], args[2]);
          } catch (error) {
            failure = { error };
            throw error;
          }
        },
        get: (expose: string) => container.get(expose) as never,
      } as Parameters<Runtime['initRawContainer']>[2]);
      try {
        await module.init();
      } catch (error) {
        throw failure ? failure.error : error;
      }
      return { get: (expose) => module.get(`${remote.name}/${expose.replace(/^\.\//, '')}`, expose) };
    },
    forget: (name) => {
      forgetInstances(scopes.get(name));
      scopes.delete(name);
      runtime.moduleCache.delete(name);
    },
  };
}

interface GlobalRegistry {
  __INSTANCES__?: { shareScopeMap?: Record<string, unknown>; options?: { id?: string } }[];
  __SHARE__?: Record<string, unknown>;
}

/** Remotes with a run time of their own enter it into a list of the page, which would keep all of it for ever. */
function forgetInstances(scope: ShareScope | undefined): void {
  const { __INSTANCES__: instances = [], __SHARE__: shares = {} } =
    (globalThis as { __FEDERATION__?: GlobalRegistry }).__FEDERATION__ ?? {};
  for (const instance of instances.filter((each) => scope && each.shareScopeMap?.[SCOPE] === scope)) {
    instances.splice(instances.indexOf(instance), 1);
    delete shares[instance.options?.id ?? ''];
  }
}

function scopeFor(runtime: Runtime, names: readonly string[]): ShareScope {
  const all = runtime.shareScopeMap[SCOPE] ?? {};
  const scope: ShareScope = {};
  for (const name of names) if (all[name]) scope[name] = closed(all[name]);
  return scope;
}

/** A remote cannot put another version of its own beside the host's. */
function closed(versions: Versions): Versions {
  return new Proxy(versions, { set: () => true, defineProperty: () => true, deleteProperty: () => true });
}

/** `shareScopeMap` is not enumerable in the run time's own object either. */
function initArguments(scope: ShareScope = {}) {
  const remoteEntryInitOptions = { version: '', shareScopeKeys: SCOPE };
  Object.defineProperty(remoteEntryInitOptions, 'shareScopeMap', { value: { [SCOPE]: scope }, enumerable: false });
  return { shareScope: scope, initScope: [], remoteEntryInitOptions };
}

/** Lets remotes that were built with `experiments.externalRuntime` use the console's copy of the run time. */
function offerRuntime(): void {
  Object.assign(globalThis, {
    _FEDERATION_RUNTIME_CORE: runtimeCore,
    _FEDERATION_RUNTIME_CORE_FROM: { name: 'luban-console', version: '2.9.2' },
  });
}
