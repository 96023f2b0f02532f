import type { IndexExtension } from '@luban/manifest';
import type { Activation, Presentation } from '../activation/activation.ts';
import type { Activator } from '../activation/activator.ts';
import { KernelError } from '../contract.ts';
import { kernelError, problem } from '../core/problems.ts';
import { report } from '../core/report.ts';
import { keyOf } from '../core/version-key.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import type { MountPoint } from '../mounts/mount-point.ts';
import type { Stage } from '../mounts/stage.ts';
import { countsAsFailure } from '../quarantine/failure-rules.ts';
import type { ExtensionStorage } from '../storage/extension-storage.ts';
import type { Drafts } from './drafts.ts';
import { handState } from './hand-state.ts';

/** Upgrades in one page after which loading it again is offered: the browser keeps every module it ever evaluated. */
const MANY = 100;

/** Brings what runs in the page into line with the index. */
export interface LiveUpdate {
  /**
   * One extension. Starts over when it is called again meanwhile, so only the newest state of the index wins. `reopen`:
   * places that show a problem try again. Never rejects.
   */
  reconcile(name: string, reopen?: boolean): Promise<void>;
  /** The person accepts the update although there may be unsaved work. */
  accept(mount: MountPoint, options: { save: boolean }): Promise<void>;
  /** These were uninstalled, and not only disabled. */
  uninstalled(names: ReadonlySet<string>): void;
}

interface LiveUpdateOptions {
  core: KernelCore;
  activator: Activator;
  stage: Stage;
  storage: ExtensionStorage;
  drafts: Drafts;
}

export function createLiveUpdate({ core, activator, stage, storage, drafts }: LiveUpdateOptions): LiveUpdate {
  const { journal, store, problems } = core;
  const rounds = new Map<string, number>();
  const gone = new Set<string>();
  const accepted = new Set<MountPoint>();
  let upgrades = 0;

  const mountsOf = (name: string) => [...core.mounts].filter((mount) => mount.extension === name);
  const versionsOf = (name: string) => [...activator.all.values()].filter((each) => each.extension.name === name);

  const reconcile = async (name: string, reopen = false): Promise<void> => {
    const round = (rounds.get(name) ?? 0) + 1;
    rounds.set(name, round);
    const overtaken = () => rounds.get(name) !== round;
    const target = store.lookup.get().extension(name);
    forget(name, target);
    if (!target) return end(name);
    gone.delete(name);
    const barrier = core.barrier(target);
    if (barrier) return stop(target, new KernelError(barrier));

    const stale: MountPoint[] = [];
    for (const mount of mountsOf(name)) {
      const snapshot = mount.snapshot.get();
      if (snapshot.phase === 'ready') {
        if (stage.activationOf(mount)?.key === keyOf(target)) mount.showPending(undefined);
        else stale.push(mount);
      } else if (
        snapshot.phase === 'gone' ||
        mount.opening !== keyOf(target) ||
        (reopen && snapshot.phase === 'problem')
      ) {
        void stage.open(mount);
      }
    }
    if (stale.length > 0) await upgrade(target, stale, overtaken);
    if (!overtaken()) await retire(target);
  };

  /** Moves mounts to the new version. The old one goes on until the new one has proved that it works. */
  const upgrade = async (target: IndexExtension, stale: MountPoint[], overtaken: () => boolean): Promise<void> => {
    const presented = new Map<MountPoint, Presentation>();
    const drop = () => {
      for (const { styles } of presented.values()) styles[Symbol.dispose]();
    };
    let next: Activation;
    try {
      next = await activator.activate(target.name, 'live update');
      if (overtaken()) return;
      const moving = stale.filter((mount) => !waits(mount, next));
      const present = async (mount: MountPoint) => void presented.set(mount, await next.present(mount.reference));
      await Promise.all(moving.map(present));
      if (overtaken()) return drop();
      await handState(moving, next, { stage, limits: core.limits, failed: (error) => note(target, error) });
      if (overtaken()) return drop();
    } catch (error) {
      drop();
      if (!overtaken()) keepOld(target, stale, error);
      return;
    }
    for (const mount of stale) {
      const presentation = presented.get(mount);
      // It was left, or something was typed into it, while the new version was on its way.
      if (mount.closed || !mount.ready || !presentation || waits(mount, next)) {
        presentation?.styles[Symbol.dispose]();
        if (!mount.closed) wait(mount, target);
        continue;
      }
      accepted.delete(mount);
      stage.attach(
        mount,
        next,
        presentation,
        mount.collect((error) => note(target, error)),
      );
    }
    countUpgrade(target);
  };

  /** Unsaved work stays, unless the person gave it up, or the author says that all of it is handed over. */
  const waits = (mount: MountPoint, next: Activation) =>
    mount.dirty && !accepted.has(mount) && !(next.record.update === 'swap' && mount.handsOver);

  const wait = (mount: MountPoint, target: IndexExtension) => {
    const old = stage.activationOf(mount)?.extension;
    mount.showPending(target.version);
    if (old)
      journal.move(
        old,
        'UpdatePending',
        `version ${target.version} waits for unsaved work`,
        problem('LB4020', old, { version: target.version }),
      );
  };

  const keepOld = (target: IndexExtension, stale: MountPoint[], error: unknown) => {
    const cause = error instanceof KernelError ? error : kernelError('LB4001', target, { error: String(error) }, error);
    const kept = stage.activationOf(stale[0]!)?.extension.version ?? '';
    const failed = problem('LB4016', target, { kept, cause: cause.problem.code });
    if (countsAsFailure(cause.problem)) {
      core.quarantine.put(target, cause.problem);
      journal.move(target, 'Quarantined', 'live update failed', failed);
    } else journal.move(target, 'Failed', 'live update failed', failed);
    note(target, cause);
    problems.add(failed);
    core.notify(failed, { tone: 'warning' });
    const half = versionsOf(target.name).find((each) => each.key === keyOf(target));
    if (half && half.mounts.size === 0) void activator.end(half, 'quarantine', 'live update failed');
  };

  /** Ends versions that nothing shows any more. One that ran without being shown is followed by the new one. */
  const retire = async (target: IndexExtension): Promise<void> => {
    const idle = versionsOf(target.name).filter((each) => each.key !== keyOf(target) && each.mounts.size === 0);
    const ran = idle.some((each) => each.phase === 'active');
    await Promise.all(idle.map((each) => activator.end(each, 'upgrade', `replaced by ${target.version}`)));
    const runs = versionsOf(target.name).some((each) => each.key === keyOf(target));
    if (runs || !(ran || target.eager) || store.lookup.get().extension(target.name) !== target) return;
    await activator.activate(target.name, 'live update').catch(() => undefined);
  };

  /** The extension may not run now, although it is installed. */
  const stop = async (target: IndexExtension, barrier: KernelError): Promise<void> => {
    const kept =
      barrier.problem.code === 'LB4008' ? versionsOf(target.name).filter((each) => each.mounts.size > 0) : [];
    for (const mount of mountsOf(target.name)) {
      const activation = stage.activationOf(mount);
      if (activation && kept.includes(activation)) continue;
      if (mount.dirty) keepDraft(mount);
      stage.detach(mount);
      mount.turn += 1;
      mount.show({ phase: 'problem', problem: barrier.problem, canRetry: false, version: target.version });
    }
    const ending = versionsOf(target.name).filter((each) => !kept.includes(each));
    await Promise.all(ending.map((each) => activator.end(each, 'quarantine', barrier.problem.code)));
  };

  const end = async (name: string): Promise<void> => {
    const removed = gone.has(name);
    for (const mount of mountsOf(name)) {
      if (mount.dirty && !removed) keepDraft(mount);
      stage.detach(mount);
      mount.turn += 1;
      mount.show({ phase: 'gone', reason: removed ? 'removed' : 'disabled' });
    }
    const reason = removed ? 'remove' : 'disable';
    await Promise.all(versionsOf(name).map((each) => activator.end(each, reason, removed ? 'removed' : 'disabled')));
    if (store.lookup.get().extension(name)) return;
    if (removed) {
      storage.erase(name);
      core.quarantine.release(name);
      core.settings.erase(name);
      drafts.erase(name);
    } else storage.park(name);
  };

  /** Versions that failed and are not offered any more leave the list. */
  const forget = (name: string, target: IndexExtension | undefined) => {
    for (const status of journal.statuses.get()) {
      const over = status.state === 'Failed' || status.state === 'Quarantined';
      const offered = status.name !== name || (target && keyOf(status) === keyOf(target));
      if (over && !offered && !activator.all.has(keyOf(status)))
        journal.move(status, 'Disposed', 'not offered any more');
    }
  };

  /** An administrator's decision ends it, but what was typed is not thrown away, and the person is told. */
  const keepDraft = (mount: MountPoint) => {
    const extension = stage.activationOf(mount)?.extension;
    if (!extension) return;
    drafts.keep(
      mount,
      mount.collect((error) => note(extension, error)),
    );
    core.notify(problem('LB4019', extension), { tone: 'warning' });
  };

  const note = (extension: IndexExtension, error: unknown) =>
    journal.note(extension, { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });

  const countUpgrade = (target: IndexExtension) => {
    upgrades += 1;
    if (upgrades !== MANY) return;
    const reload = { label: 'reload', run: () => core.environment.document.defaultView?.location.reload() };
    core.notify(problem('LB4022', target, { count: upgrades }), { tone: 'info', actions: [reload] });
  };

  return {
    reconcile: (name, reopen) => reconcile(name, reopen).catch(report),
    accept: async (mount, { save }) => {
      if (save) await mount.save();
      accepted.add(mount);
      await reconcile(mount.extension);
      accepted.delete(mount);
    },
    uninstalled: (names) => {
      for (const name of names) gone.add(name);
    },
  };
}
