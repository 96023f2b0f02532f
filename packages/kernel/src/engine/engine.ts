import type { IndexExtension } from '@luban/manifest';
import { createActivator } from '../activation/activator.ts';
import { createDisposer } from '../activation/disposer.ts';
import { createCommands } from '../commands/commands.ts';
import type { DeactivationReason } from '../contract.ts';
import { keyOf, ownerOf } from '../core/version-key.ts';
import { reportPageErrors } from '../faults/page-errors.ts';
import type { IndexChange } from '../index-store/index-store.ts';
import { createLoaders } from '../loading/loaders.ts';
import { within } from '../loading/time-limit.ts';
import { createStage } from '../mounts/stage.ts';
import { createParcels } from '../parcels/parcels.ts';
import { createFailureLog } from '../quarantine/failure-log.ts';
import { createServices } from '../services/services.ts';
import { createWaitGraph } from '../services/wait-graph.ts';
import { createExtensionStorage } from '../storage/extension-storage.ts';
import { createSweep } from '../sweep/create-sweep.ts';
import { createDrafts } from '../update/drafts.ts';
import { createLiveUpdate } from '../update/live-update.ts';
import type { Engine, KernelCore } from './kernel-core.ts';

/** Puts the parts together that load, run, update and end extensions. */
export function createEngine(core: KernelCore): Engine {
  const { environment, limits, store } = core;
  const storage = createExtensionStorage(environment, core.record);
  const sweep = createSweep({
    document: environment.document,
    claimKey: storage.claim,
    integrityOf: (url) => loaders.integrityOf(url),
  });
  const watch = <T>(extension: IndexExtension, run: () => Promise<T>) => sweep.watch(ownerOf(extension), run);
  const loaders = createLoaders({ core, watch });
  const parcels = createParcels(environment.document, limits);
  const waits = createWaitGraph();
  const failures = createFailureLog(core);
  const services = createServices(core, waits, () => activator);
  const commands = createCommands(core, () => activator);
  const disposer = createDisposer({
    core,
    loaders,
    storage,
    sweep,
    settled: async (activation) => {
      // Views let go in the turn after their mount's snapshot has changed.
      await new Promise((resolve) => setTimeout(resolve));
      await within(limits.parcel, parcels.settled(activation.extension.name)).catch(() => undefined);
    },
  });
  const activator = createActivator({
    core,
    loaders,
    storage,
    waits,
    disposer,
    failures,
    watch,
    servicesOf: services.of,
    commandsOf: commands.of,
  });
  const drafts = createDrafts();
  const stage = createStage({
    core,
    activator,
    loaders,
    drafts,
    failures,
    watch,
    keptVersion: (name) => {
      const current = store.lookup.get().extension(name);
      if (!current || core.barrier(current)?.code !== 'LB4008') return undefined;
      return [...activator.all.values()].find((each) => each.extension.name === name && each.phase === 'active');
    },
  });
  const updates = createLiveUpdate({ core, activator, stage, storage, drafts });
  const pageErrors = reportPageErrors(core, (owner) => activator.all.get(`${owner.name}@${owner.version}`)?.extension);

  return {
    open: (mount) => void stage.open(mount),
    retry: (mount) => void stage.open(mount),
    failed: stage.failed,
    cleaned: (mount) => void updates.reconcile(mount.extension),
    update: updates.accept,
    closed: (mount) => {
      const shown = stage.activationOf(mount)?.extension;
      stage.detach(mount);
      const current = store.lookup.get().extension(mount.extension);
      if (shown && current && keyOf(shown) !== keyOf(current)) void updates.reconcile(mount.extension);
    },
    warm: loaders.warm,
    prefetch: (name, reference) => {
      const extension = store.lookup.get().extension(name);
      if (!extension) return;
      loaders.get(extension).then(
        (loader) => loader.warm([reference]),
        // Fetching ahead is a courtesy; the fault is shown when the code is really needed.
        () => undefined,
      );
    },
    start: async (name) => {
      await activator.activate(name, 'at start').catch(() => undefined);
    },
    runCommand: commands.run,
    service: (token) => services.get(token),
    mountParcel: parcels.mount,
    indexChanged: (change) => {
      updates.uninstalled(change.removed);
      for (const name of changedNames(change)) void updates.reconcile(name, true);
    },
    dispose: async () => {
      const reason: DeactivationReason = 'signOut';
      await Promise.all([...activator.all.values()].map((each) => activator.end(each, reason, 'the console ends')));
      await parcels.dispose();
      pageErrors[Symbol.dispose]();
      sweep.dispose();
    },
  };
}

function changedNames({ previous, current }: IndexChange): string[] {
  const before = new Map(previous.extensions.map((each) => [each.name, each]));
  const changed: string[] = [];
  for (const each of current.extensions) {
    const earlier = before.get(each.name);
    before.delete(each.name);
    if (!earlier || earlier.state !== each.state || keyOf(earlier) !== keyOf(each)) changed.push(each.name);
  }
  return [...changed, ...before.keys()];
}
