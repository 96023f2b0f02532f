import { type ExtensionPackage, type PackagePermissions, permissionsDigest } from '@luban/extension-package';
import { isStatusError, timestamp } from '@luban/kube';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import type { StoredArchive } from '../catalogue/packages.ts';
import { Refusal } from '../refusal.ts';
import type { ReleaseSpec, ReleaseTarget } from '../releases/releases.ts';
import { type Engine, versionOf } from './engine.ts';
import type { BeforeRun, Journal, Run } from './journal.ts';
import { defaultNamespace, hostTarget, isUnderWay, nameOf, wantsEnabled } from './plan.ts';
import { dropCondition, enterState, setCondition } from './plan-status.ts';
import { settledState } from './release-state.ts';
import { isDone, isSettled, markStep, stepOf } from './run.ts';
import { helmTimeout } from './step-limits.ts';
import { StepRunner } from './step-runner.ts';
import { switchHost } from './switch-kinds.ts';
import { configHash } from './values.ts';

/**
 * Brings the host part of a plan about, from wherever the journal says that it is. Each step can be made again: what is
 * there already is found, and left.
 */
export class HostRun {
  readonly #engine: Engine;
  readonly #extension: string;
  readonly #plan: InstallPlanObject;
  readonly #runner: StepRunner;
  readonly #signal: AbortSignal;
  readonly #resumed: boolean;
  #run: Run;

  /** @param run the newest one of the journal, and under way */
  constructor(engine: Engine, plan: InstallPlanObject, run: Run, signal: AbortSignal) {
    this.#engine = engine;
    this.#extension = nameOf(plan);
    this.#plan = plan;
    this.#run = run;
    this.#signal = signal;
    this.#resumed = stepOf(run, 'release')?.state === 'running';
    this.#runner = new StepRunner(engine, this.#extension, run.id);
  }

  /** @throws StepFailure, `Ended`, or what keeps the host's API from answering */
  async perform(): Promise<void> {
    const { limits } = this.#engine;
    await this.#announce();
    await this.#step('check', 'prepare', async () => {});
    const fetched = await this.#fetch();
    if (this.#run.usesHelm) {
      const { spec, target } = fetched;
      await this.#step('dry-run', 'render', (signal) => this.#render(spec, signal));
      await this.#step('prepare', 'prepare', () => this.#prepare(target, fetched.package.permissions));
      await this.#enter(this.#isFresh ? 'Installing' : 'Upgrading');
      await this.#step('release', 'release', (signal) => this.#release(spec, signal, helmTimeout(limits)));
    } else {
      for (const name of ['dry-run', 'prepare', 'release'] as const) await this.#runner.skip(name);
      await this.#enter(this.#isFresh ? 'Installing' : 'Upgrading');
    }
    if (fetched.package.ui === undefined && (await this.#hadNoInterface())) await this.#runner.skip('interface');
    else await this.#step('interface', 'interface', () => this.#interface(fetched.package));
    await this.#step('enable', 'enable', () => this.#enable());
    await this.#finish(fetched.package, fetched.values);
  }

  get #isFresh(): boolean {
    return this.#run.before?.version === undefined && !this.#plan.status?.version;
  }

  get #namespace(): string {
    return this.#plan.status?.targetNamespace || defaultNamespace(this.#extension);
  }

  async #step(
    name: (typeof SIMPLE)[number],
    limit: 'prepare' | 'render' | 'release' | 'interface' | 'enable',
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (isDone(stepOf(this.#run, name))) return;
    await this.#runner.step({ name, limit, signal: this.#signal }, work);
  }

  /** Says in the plan that something is under way. */
  async #announce(): Promise<void> {
    const version = versionOf(this.#engine, this.#extension, this.#run.version);
    const fixed = version?.spec?.namespace;
    await this.#engine.plans.change(this.#extension, (_draft, status) => {
      if (!isUnderWay(status)) enterState(status, 'Preparing', this.#engine.clock.now());
      // Helm cannot move a release: what is installed stays where it is.
      status.targetNamespace = (status.version ? status.targetNamespace : fixed) || defaultNamespace(this.#extension);
      for (const type of ['Consented', 'Upgraded']) dropCondition(status, type);
      this.#plan.status = status;
    });
  }

  async #enter(state: 'Installing' | 'Upgrading'): Promise<void> {
    const now = this.#engine.clock.now();
    await this.#engine.plans.change(this.#extension, (_draft, status) => {
      enterState(status, state, now);
      status.releaseName = this.#extension;
      setCondition(status, { type: 'Initialized', status: 'True', reason: 'Initialized' }, now);
    });
  }

  /** The package is needed whether or not it was fetched before the server was started anew. */
  async #fetch() {
    const engine = this.#engine;
    const extension = this.#extension;
    const [archive, found] = await this.#runner.step(
      { name: 'fetch', limit: 'fetch', signal: this.#signal },
      async (signal) => {
        const version = versionOf(engine, extension, this.#run.version);
        if (version === undefined) throw new Refusal(404, 'LB7401', { version: this.#run.version, available: '–' });
        const read: [StoredArchive, ExtensionPackage] = [
          await engine.packages.archive(version, signal),
          await engine.packages.read(version, signal),
        ];
        const { name, version: own } = read[1].metadata;
        if (name !== extension || own !== this.#run.version) {
          throw new Refusal(422, 'LB7425', { found: `${name} ${own}`, wanted: `${extension} ${this.#run.version}` });
        }
        this.#runner.log(`${name} ${own}, ${read[0].digest}`);
        if (this.#run.before === undefined) await this.#lookBack(read[1]);
        return read;
      },
    );
    const target = hostTarget(extension, this.#namespace, engine.clusters.host);
    const values = this.#plan.spec?.config ?? '';
    const spec: ReleaseSpec = { ...target, part: 'extension', package: found, archive: archive.path, values };
    return { package: found, target, spec, values };
  }

  /** Remembers what a failure goes back to, before anything is changed. */
  async #lookBack(found: ExtensionPackage): Promise<void> {
    const engine = this.#engine;
    const extension = this.#extension;
    const target = hostTarget(extension, this.#namespace, engine.clusters.host);
    const release = await settledState(engine, target, { signal: this.#signal, log: this.#runner.log });
    await engine.store.keepSnapshot(extension, await engine.interfaces.snapshot(extension));
    const namespace = await this.#hasNamespace();
    const run = await this.#runner.change((draft, journal) => {
      const past = journal.history[0];
      const { status } = this.#plan;
      const before: BeforeRun = { namespace };
      if (status?.version) {
        before.version = status.version;
        before.config = past?.config ?? '';
        before.configHash = status.configHash;
        before.state = status.state;
      }
      const revision = release?.status === 'deployed' ? release.revision : release?.lastGood?.revision;
      if (revision !== undefined) before.revision = revision;
      if (journal.granted !== undefined) before.granted = journal.granted;
      draft.before = before;
      // One that is there already shrinks to what the package holds, if that is nothing.
      draft.usesHelm = found.chart.hasObjects || release !== undefined;
      journal.namespace = this.#namespace;
    });
    this.#run = run ?? this.#run;
  }

  async #hasNamespace(): Promise<boolean> {
    const ref = { group: '', version: 'v1', resource: 'namespaces', name: this.#namespace };
    return this.#engine.client.get(ref).then(
      () => true,
      (error: unknown) => {
        if (isStatusError(error, 'NotFound')) return false;
        throw error;
      },
    );
  }

  async #render(spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
    const { objects } = await this.#engine.releases.render(spec, { signal, log: this.#runner.log });
    this.#runner.log(objects.length === 1 ? '1 object' : `${objects.length} objects`);
  }

  /** Also what the old version needs: its objects have to be taken away, or put back. */
  async #prepare(target: ReleaseTarget, wanted: PackagePermissions): Promise<void> {
    await this.#engine.releases.prepare(target, both(this.#run.before?.granted, wanted));
  }

  async #release(spec: ReleaseSpec, signal: AbortSignal, timeout: number): Promise<void> {
    const { releases } = this.#engine;
    const options = { signal, log: this.#runner.log, timeout };
    // One that was broken off may still be running somewhere.
    const found = await (this.#resumed ? releases.recover(spec, options) : settledState(this.#engine, spec, options));
    const since = this.#run.before?.revision ?? 0;
    const version = found?.version ?? this.#run.version;
    // What is newer than before is of this run, whose server ended while helm was done.
    const isThere = found?.status === 'deployed' && found.revision > since && version === this.#run.version;
    if (!isThere) await releases.apply(spec, options);
    await releases.prepare(spec, spec.package.permissions);
  }

  async #hadNoInterface(): Promise<boolean> {
    return (await this.#engine.interfaces.current(this.#extension)) === undefined;
  }

  async #interface(found: ExtensionPackage): Promise<void> {
    const plan = await this.#engine.plans.get(this.#extension);
    await this.#engine.interfaces.put(found, { enabled: wantsEnabled(plan ?? this.#plan) });
  }

  async #enable(): Promise<void> {
    const plan = await this.#engine.plans.get(this.#extension);
    if (plan !== undefined) await switchHost(this.#engine, this.#extension, wantsEnabled(plan));
  }

  /** The new version is in force. Order matters: a server that ends in between does the rest again. */
  async #finish(found: ExtensionPackage, values: string): Promise<void> {
    const engine = this.#engine;
    const now = engine.clock.now();
    const fresh = this.#isFresh;
    await engine.plans.change(this.#extension, (_draft, status) => {
      enterState(status, 'Installed', now);
      status.version = this.#run.version;
      status.configHash = configHash(values);
      status.releaseName = this.#extension;
      const [type, reason] = fresh ? ['Installed', 'InstallSuccessful'] : ['Upgraded', 'UpgradeSuccessful'];
      setCondition(status, { type, status: 'True', reason, message: '' }, now);
      if (!fresh)
        setCondition(status, { type: 'Installed', status: 'True', reason: 'InstallSuccessful', message: '' }, now);
      setCondition(status, { type: 'Ready', status: 'True', reason: 'Ready', message: '' }, now);
    });
    await this.#runner.change((run, journal) => {
      if (run.hostDone) return;
      run.hostDone = true;
      for (const step of run.steps) if (step.cluster === undefined && !isSettled(step)) markStep(step, 'done', now);
      remember(journal, run, { config: values, rights: permissionsDigest(found.permissions), at: timestamp(now) });
      journal.granted = found.permissions;
      journal.failed = undefined;
      journal.awaitingConsent = undefined;
      journal.remains = undefined;
    });
  }
}

const SIMPLE = ['check', 'dry-run', 'prepare', 'release', 'interface', 'enable'] as const;

/** Writes down what is in force now. Going back takes the version that was left out of the history. */
function remember(journal: Journal, run: Run, past: { config: string; rights: string; at: string }): void {
  const { version, action, before } = run;
  const [current, previous] = journal.history;
  if (action === 'rollback' && before?.version !== undefined && before.version !== version) {
    journal.avoided = [...new Set([...(journal.avoided ?? []), before.version])].slice(-10);
  }
  const goesBack = previous !== undefined && previous.version === version && previous.config === past.config;
  if (action === 'rollback' && goesBack) journal.history = journal.history.slice(1);
  else if (current?.version !== version || current.config !== past.config) {
    journal.history = [{ version, ...past }, ...journal.history];
  }
}

function both(granted: PackagePermissions | undefined, wanted: PackagePermissions): PackagePermissions {
  if (granted === undefined) return wanted;
  return {
    role: [...granted.role, ...wanted.role],
    clusterRole: [...granted.clusterRole, ...wanted.clusterRole],
  };
}
