import type { IndexExtension, RemoteRecord } from '@luban/manifest';
import { type Catalogue, loadCatalogue } from '../context/catalogue.ts';
import { createExtensionContext } from '../context/extension-context.ts';
import { type DeactivationReason, type ExtensionContext, KernelError, type Lifecycle } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import { keyOf } from '../core/version-key.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import type { Loaders } from '../loading/loaders.ts';
import { TimeLimitError, within } from '../loading/time-limit.ts';
import type { FailureLog } from '../quarantine/failure-log.ts';
import type { WaitGraph } from '../services/wait-graph.ts';
import type { ExtensionStorage } from '../storage/extension-storage.ts';
import { Activation } from './activation.ts';
import type { Disposer } from './disposer.ts';

/** Brings extensions to life, each version once. */
export interface Activator {
  /** All versions that are alive: activating, active or on their way out. */
  readonly all: ReadonlyMap<string, Activation>;
  /**
   * Activates the current version of an extension, and what it requires before it. Versions that are asked for twice are
   * activated once; a failure is not kept. Rejects with a `KernelError`. `asker`: who waits for it, if it is an extension.
   */
  activate(name: string, cause: string, asker?: string): Promise<Activation>;
  end(activation: Activation, reason: DeactivationReason, cause: string): Promise<void>;
}

interface ActivatorOptions {
  core: KernelCore;
  loaders: Loaders;
  storage: ExtensionStorage;
  waits: WaitGraph;
  disposer: Disposer;
  failures: FailureLog;
  watch<T>(extension: IndexExtension, run: () => Promise<T>): Promise<T>;
  servicesOf(activation: Activation): ExtensionContext['services'];
  commandsOf(activation: Activation): ExtensionContext['commands'];
}

export function createActivator(options: ActivatorOptions): Activator {
  const { core, loaders, storage, waits, disposer, failures, watch } = options;
  const { store, journal, limits, environment } = core;
  const all = new Map<string, Activation>();
  const endings = new Map<string, Promise<void>>();

  const activate = async (name: string, cause: string, asker?: string): Promise<Activation> => {
    const extension = store.lookup.get().extension(name);
    if (!extension) throw kernelError('LB2001', askerOf(asker), { dependency: name });
    const barrier = core.barrier(extension);
    if (barrier) throw new KernelError(barrier);
    const key = keyOf(extension);
    // The same version is on its way out: it comes back after it has ended, with nothing of the old in its way.
    await endings.get(key);
    let activation = all.get(key);
    if (!activation) {
      activation = new Activation(extension, (changed) => journal.note(extension, { effects: changed.ledger.counts }));
      all.set(key, activation);
      activation.ready = start(activation, cause);
      activation.ready.catch(() => undefined);
    }
    if (activation.phase === 'active') return activation;
    const circle = asker === undefined ? undefined : waits.circle(asker, name);
    if (circle) throw kernelError('LB2003', askerOf(asker), { path: circle.join(' → ') });
    using _ = asker === undefined ? undefined : waits.enter(asker, name);
    await activation.ready;
    return activation;
  };

  const start = async (activation: Activation, cause: string): Promise<void> => {
    const { extension } = activation;
    journal.move(extension, 'Activating', cause);
    try {
      for (const name of extension.requires) await activate(name, `required by ${extension.name}`, extension.name);
      await equip(activation);
      activation.phase = 'active';
      journal.move(extension, 'Active', cause);
    } catch (error) {
      const failure = asKernelError(error, extension);
      await abandon(activation);
      failures.note(extension, failure, cause);
      throw failure;
    }
  };

  const equip = async (activation: Activation): Promise<void> => {
    const { extension } = activation;
    const begun = environment.now();
    const loader = await loaders.get(extension);
    checkShares(extension, loader.record, core);
    storage.unpark(extension.name);
    const [catalogue, lifecycle] = await Promise.all([
      catalogueOf(activation, loader.record, loader.files),
      loader.record.lifecycle === undefined ? {} : (loader.load(loader.record.lifecycle) as Promise<Lifecycle>),
    ]);
    const loaded = environment.now();
    const context = createExtensionContext({
      extension,
      record: loader.record,
      catalogue: () => catalogue,
      ledger: activation.ledger,
      signal: activation.aborter.signal,
      shell: core.options.shell,
      environment,
      services: options.servicesOf(activation),
      commands: options.commandsOf(activation),
      settings: core.settings.of(extension.name),
      storage: storage.for(extension, loader.record.permissions?.storage?.user),
    });
    activation.equip({ loader, context, lifecycle });
    await runActivate(activation, context, lifecycle);
    journal.note(extension, { timings: { load: loaded - begun, activate: environment.now() - loaded } });
  };

  const runActivate = async ({ extension }: Activation, context: ExtensionContext, lifecycle: Lifecycle) => {
    if (!lifecycle.activate) return;
    try {
      await watch(extension, () => within(limits.activate, lifecycle.activate?.(context)));
    } catch (error) {
      if (error instanceof KernelError) throw error;
      const late = error instanceof TimeLimitError;
      throw kernelError(late ? 'LB4002' : 'LB4001', extension, { limit: limits.activate, error: String(error) }, error);
    }
  };

  /** A catalogue that is missing costs its texts; one that was tampered with costs the extension. */
  const catalogueOf = (
    { extension }: Activation,
    record: RemoteRecord,
    files: Parameters<typeof loadCatalogue>[0]['files'],
  ): Promise<Catalogue> =>
    loadCatalogue({
      extension,
      record,
      files,
      locale: core.options.shell.state.get().locale,
      limit: limits.load,
      fetch: environment.fetch,
      fetching: (names) => journal.note(extension, { requests: journal.status(extension).requests + names.length }),
    }).catch((error: unknown) => {
      if (!(error instanceof KernelError) || error.problem.code !== 'LB3014') throw error;
      core.problems.add(error.problem);
      return {};
    });

  const abandon = async (activation: Activation) => {
    activation.phase = 'ending';
    all.delete(activation.key);
    await disposer.release(activation);
  };

  const end = async (activation: Activation, reason: DeactivationReason, cause: string): Promise<void> => {
    const earlier = endings.get(activation.key);
    if (earlier) return earlier;
    const ending = activation.ready.then(
      async () => {
        activation.phase = 'ending';
        journal.move(activation.extension, 'Draining', cause);
        await disposer.dispose(activation, reason, cause);
        all.delete(activation.key);
      },
      // It failed to start and has been cleared away already.
      () => undefined,
    );
    const settled = ending.finally(() => endings.delete(activation.key));
    endings.set(activation.key, settled);
    return settled;
  };

  return { all, activate, end };

  function askerOf(asker: string | undefined) {
    return asker === undefined ? undefined : store.lookup.get().extension(asker);
  }
}

/** Ranges were checked by the server; what is left to see here is whether this page has the share at all. */
function checkShares(extension: IndexExtension, { remote }: RemoteRecord, { options }: KernelCore): void {
  for (const [name, { range, singleton }] of Object.entries(remote.shared)) {
    if (singleton === false || Object.hasOwn(options.shares, name)) continue;
    throw kernelError('LB3012', extension, { share: name, range, offered: '-' });
  }
}

function asKernelError(error: unknown, extension: IndexExtension): KernelError {
  return error instanceof KernelError ? error : kernelError('LB4001', extension, { error: String(error) }, error);
}
