import { join } from 'node:path';
import type { PackagePermissions } from '@luban/extension-package';
import {
  type HelmOutcome,
  type HelmRunOptions,
  joinDocuments,
  LocalHelm,
  type RenderedObject,
  renderedObjects,
  shownLine,
  stampLabel,
  staticChart,
} from '@luban/extension-package/helm';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { Refusal } from '../refusal.ts';
import { ApiKinds } from './api-kinds.ts';
import { makeDefinitions, missingDefinitions } from './definitions.ts';
import { executorOf } from './executor.ts';
import { NAMESPACES, prepareExecutor } from './executor-rights.ts';
import { removeByForce } from './force-removal.ts';
import { helmBinary } from './helm-binary.ts';
import { FILES, rollback, uninstall, upgrade } from './helm-commands.ts';
import { helmFailure, hookFailed, waitedInVain } from './helm-failure.ts';
import { Inventories, type InventoryObject, keyOf } from './inventory.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { templatesOf } from './naming-roles.ts';
import { getIfThere, refsOf } from './object-refs.ts';
import { type PreparedChart, prepareChart } from './prepared-chart.ts';
import { purgeRemains } from './purge.ts';
import { localRunner, type ReleaseRunner } from './release-runner.ts';
import { releaseRecords, releaseState } from './release-state.ts';
import type {
  ObjectRef,
  ReleaseSpec,
  ReleaseState,
  Releases,
  ReleaseTarget,
  Remainder,
  RenderedRelease,
  RunOptions,
} from './releases.ts';
import { findRemains } from './remains.ts';
import { lendRemovalRights } from './removal-rights.ts';
import { renderDefinitions, renderObjects } from './render-release.ts';
import { whyNotReady } from './why-not-ready.ts';

export interface HelmReleasesOptions {
  clusters: ClusterRegistry;
  /** Absolute. */
  dataDir: string;
  /** Path of helm. Default: the one that is found. */
  helm?: string;
  /** Image with helm. Default: helm is a process of this machine. */
  helmImage?: string;
}

const TIMEOUT = 600_000;
/** Milliseconds that a run may last beyond what helm was told to wait. */
const BEYOND = 60_000;
const RENDERED_WITHIN = 120_000;
const IS_THERE = [() => true, () => false] as const;
/** Where helm found the chart, which was only put there for it. */
const BESIDE_THE_POINT = /^(?:chart path|original chart version|number of dependencies)\b/i;

/** Releases by the real helm. */
export class HelmReleases implements Releases {
  readonly #clusters: ClusterRegistry;
  readonly #runner: ReleaseRunner;
  readonly #inventories: Inventories;

  constructor({ clusters, dataDir, helm, helmImage }: HelmReleasesOptions) {
    this.#clusters = clusters;
    const binary = helmBinary({ path: helm, tools: join(dataDir, 'cache', 'tools') });
    const local = localRunner(new LocalHelm({ binary, temporary: join(dataDir, 'tmp', 'helm') }));
    const hasLocal = () => binary().then(...IS_THERE);
    this.#runner =
      helmImage === undefined ? local : new JobRunner({ host: clusters.host, image: helmImage, local, hasLocal });
    this.#inventories = new Inventories(clusters.host.connection.client());
  }

  async state(target: ReleaseTarget): Promise<ReleaseState | undefined> {
    const [records, inventory] = await Promise.all([
      releaseRecords(target),
      this.#inventories.read(target.extension, target.cluster.name),
    ]);
    return releaseState(records, inventory?.releases[target.name]?.whole);
  }

  async prepare(target: ReleaseTarget, permissions: PackagePermissions): Promise<void> {
    await prepareExecutor(target, permissions);
  }

  async render(spec: ReleaseSpec, options: RunOptions): Promise<RenderedRelease> {
    const run = this.#run(options, RENDERED_WITHIN);
    const client = spec.cluster.connection.client();
    const chart = await prepareChart(spec, this.#clusters.host.connection.client());
    const render = { ...run, runner: this.#runner };
    let definitions: RenderedObject[] = [];
    let texts: readonly string[] | undefined;
    const mayAsk = await this.#runner.actsAsLuban();
    if (spec.package.chart.crds.length > 0 || !mayAsk) {
      const isUpgrade = (await this.state(spec))?.lastGood !== undefined;
      const rendered = await renderDefinitions(spec, chart, { ...render, isUpgrade, client });
      definitions = rendered.definitions;
      // Nothing can be compared with a cluster that does not know the kinds, or that helm may not ask.
      const isBlind = !mayAsk || (await missingDefinitions(client, definitions)).length > 0;
      if (isBlind) texts = rendered.objects;
    }
    texts ??= (await renderObjects(spec, chart, render)).objects;
    const stamped = [...definitions.map(({ text }) => text), ...texts].map((text) =>
      this.#stamped(spec, text, run.log),
    );
    return this.#rendered(spec, stamped);
  }

  async manifest(target: ReleaseTarget): Promise<RenderedRelease | undefined> {
    const records = await releaseRecords(target);
    const record = records.find(({ status }) => status === 'deployed') ?? records[0];
    return record && this.#rendered(target, [record.manifest, ...record.hooks]);
  }

  async apply(spec: ReleaseSpec, options: RunOptions): Promise<{ revision: number; objects: ObjectRef[] }> {
    const { timeout = TIMEOUT } = options;
    const before = await this.state(spec);
    if (before !== undefined && /^pending-|^uninstalling$/.test(before.status)) throw halfWay(spec, before);
    const { user: as } = executorOf(spec);
    const chart = await prepareChart(spec, this.#clusters.host.connection.client());
    // Its revisions are counted from the first one again: what was whole in an earlier life says nothing.
    if (before === undefined) await this.#inventories.whole(spec, undefined);
    await this.#bringDefinitions(spec, chart, options, before?.lastGood !== undefined);
    const rendering = this.#run(options, RENDERED_WITHIN);
    const {
      metadata,
      objects: texts,
      secrets,
    } = await renderObjects(spec, chart, { ...rendering, runner: this.#runner, as });
    const stamped = texts.map((text) => this.#stamped(spec, text, options.log));
    const { objects, rendered } = await this.#rendered(spec, stamped);
    await this.#remember(spec, rendered, objects);
    const names = { release: spec.name, namespace: spec.namespace };
    const outcome = await this.#runner.run(
      spec,
      {
        action: before?.lastGood === undefined ? 'install' : 'upgrade',
        actsAs: 'executor',
        ...names,
        files: { ...chart.files, [FILES.chart]: await staticChart({ metadata, objects: stamped }) },
        args: upgrade(names, { as, timeout }),
      },
      this.#run(options, timeout + BEYOND, secrets),
    );
    if (outcome.code !== 0) {
      throw await this.#failure(spec, outcome, { objects, timeout, log: options.log, values: chart.values });
    }
    const [record] = await releaseRecords(spec);
    const revision = record?.revision ?? 0;
    await this.#inventories.whole(spec, revision);
    return { revision, objects };
  }

  async rollback(target: ReleaseTarget, revision: number, options: RunOptions): Promise<void> {
    await this.#rollback(target, revision, options, true);
  }

  async uninstall(target: ReleaseTarget, options: RunOptions & { force?: boolean }): Promise<void> {
    const { timeout = TIMEOUT, force = false, signal, log } = options;
    const inventory = await this.#inventories.read(target.extension, target.cluster.name);
    const records = await releaseRecords(target);
    if (force) return removeByForce(target, { signal, log, inventory });
    if (records.length === 0) return;
    await using _ = await lendRemovalRights(target, records, inventory);
    const names = { release: target.name, namespace: target.namespace };
    const outcome = await this.#runner.run(
      target,
      {
        action: 'uninstall',
        actsAs: 'executor',
        ...names,
        files: {},
        args: uninstall(names, { as: executorOf(target).user, timeout }),
      },
      this.#run(options, timeout + BEYOND),
    );
    if (outcome.code !== 0) throw helmFailure(target, outcome);
  }

  async recover(target: ReleaseTarget, options: RunOptions): Promise<ReleaseState | undefined> {
    const { timeout = TIMEOUT, signal, log } = options;
    await this.#runner.settle(target, this.#run(options, timeout + BEYOND));
    const state = await this.state(target);
    if (state === undefined || state.status === 'deployed') return state;
    const inventory = await this.#inventories.read(target.extension, target.cluster.name);
    const isGoing = await isNamespaceGoing(target);
    if (state.lastGood !== undefined && !isGoing) {
      log(`${target.name} is ${state.status}; going back to revision ${state.lastGood.revision}`);
      await this.#rollback(target, state.lastGood.revision, options, false);
      return this.state(target);
    }
    log(`${target.name} is ${state.status} and was never whole; removing it`);
    await removeByForce(target, { signal, log, inventory, wholly: state.lastGood === undefined });
    return this.state(target);
  }

  async remains(target: ReleaseTarget): Promise<Remainder[]> {
    const inventory = await this.#inventories.read(target.extension, target.cluster.name);
    const found = await findRemains(target, inventory);
    if (found.length === 0 && (await releaseRecords(target)).length === 0) await this.#forget(target);
    return found;
  }

  async purge(target: ReleaseTarget, items: readonly ObjectRef[]): Promise<{ item: ObjectRef; reason: string }[]> {
    const inventory = await this.#inventories.read(target.extension, target.cluster.name);
    const remains = await findRemains(target, inventory);
    const made = new Set(inventory?.objects.map(keyOf));
    return purgeRemains(target, items, remains, { made, templates: templatesOf(inventory) });
  }

  /** Only once nothing of another release of the extension is in it. */
  async #forget({ extension, cluster, name }: ReleaseTarget): Promise<void> {
    const inventory = await this.#inventories.read(extension, cluster.name);
    const others = Object.keys(inventory?.releases ?? {}).filter((release) => release !== name);
    const lists = await Promise.all(
      others.map((other) =>
        releaseRecords({ extension, cluster, name: other, namespace: inventory!.releases[other]!.namespace }),
      ),
    );
    if (inventory !== undefined && lists.every((records) => records.length === 0)) {
      await this.#inventories.forget(extension, cluster.name);
    }
  }

  async #rollback(target: ReleaseTarget, revision: number, options: RunOptions, hooks: boolean): Promise<void> {
    const { timeout = TIMEOUT } = options;
    const names = { release: target.name, namespace: target.namespace };
    const args = rollback(names, revision, { as: executorOf(target).user, timeout, hooks });
    const run = this.#run(options, timeout + BEYOND);
    const outcome = await this.#runner.run(
      target,
      { action: 'rollback', actsAs: 'executor', ...names, files: {}, args },
      run,
    );
    if (outcome.code !== 0) {
      const { objects = [] } = (await this.manifest(target)) ?? {};
      throw await this.#failure(target, outcome, { objects, timeout, log: options.log });
    }
    const [record] = await releaseRecords(target);
    if (record?.status === 'deployed') await this.#inventories.whole(target, record.revision);
  }

  async #bringDefinitions(
    spec: ReleaseSpec,
    chart: PreparedChart,
    options: RunOptions,
    isUpgrade: boolean,
  ): Promise<void> {
    if (spec.package.chart.crds.length === 0) return;
    const client = spec.cluster.connection.client();
    const { definitions } = await renderDefinitions(spec, chart, {
      ...this.#run(options, RENDERED_WITHIN),
      ...{ runner: this.#runner, as: executorOf(spec).user, isUpgrade, client },
    });
    const missing = await missingDefinitions(client, definitions);
    const entries = definitions.map(({ apiVersion, kind, name }): InventoryObject => {
      const made = missing.some((definition) => definition.name === name);
      return { apiVersion, kind, name, release: spec.name, definition: made ? 'made' : 'found' };
    });
    await this.#inventories.add(spec, entries);
    await makeDefinitions(spec, missing, { ...this.#run(options, RENDERED_WITHIN), runner: this.#runner });
  }

  /** Before anything is applied, so that nothing is forgotten, whenever the server ends. */
  async #remember(spec: ReleaseSpec, rendered: readonly RenderedObject[], refs: readonly ObjectRef[]): Promise<void> {
    const entries = rendered.map(({ isHook }, i): InventoryObject => {
      return { ...refs[i]!, release: spec.name, ...(isHook && { hook: true }) };
    });
    const claims = rendered.flatMap(({ claims: names, name, namespace = spec.namespace }) =>
      names.map((claim) => ({ namespace, prefix: `${claim}-${name}-` })),
    );
    await this.#inventories.add(spec, entries, claims);
  }

  async #rendered(
    { cluster, namespace }: ReleaseTarget,
    texts: readonly string[],
  ): Promise<RenderedRelease & { rendered: RenderedObject[] }> {
    const manifest = joinDocuments(texts);
    const rendered = renderedObjects(manifest);
    const kinds = await ApiKinds.of(cluster.connection.client());
    return { manifest, rendered, objects: refsOf(rendered, { kinds, namespace }) };
  }

  /** With what can be seen in the cluster of why it did not become ready. */
  async #failure(
    target: ReleaseTarget,
    outcome: HelmOutcome,
    {
      objects,
      timeout,
      log,
      values = [],
    }: Pick<RunOptions, 'log'> & {
      objects: readonly ObjectRef[];
      timeout: number;
      values?: readonly string[];
    },
  ): Promise<Refusal> {
    if (waitedInVain(outcome)) return whyNotReady(target, objects, timeout, log);
    const failure = helmFailure(target, outcome, values);
    if (!hookFailed(outcome)) return failure;
    const { what = '' } = (await whyNotReady(target, objects, timeout, log)).params;
    const reason = [failure.params.reason, what].filter((text) => text && text !== '–').join(' | ');
    return new Refusal(failure.status, failure.code, { ...failure.params, reason });
  }

  #stamped({ extension }: ReleaseTarget, text: string, log: (line: string) => void): string {
    const stamped = stampLabel(text, KUBESPHERE_LABELS.extension, extension);
    if (stamped === undefined) log('one of the objects cannot be labelled: its metadata are behind an alias');
    return stamped ?? text;
  }

  #run({ signal, log }: RunOptions, limit: number, secrets: readonly string[] = []): HelmRunOptions {
    const told = (line: string) => {
      const text = shownLine(line, secrets);
      if (text.trim() !== '' && !BESIDE_THE_POINT.test(text)) log(text);
    };
    return { signal, limit, log: told };
  }
}

const halfWay = ({ name, cluster }: ReleaseTarget, { status }: ReleaseState) =>
  new Refusal(409, 'LB7513', { release: name, cluster: cluster.name, status });

async function isNamespaceGoing({ cluster, namespace }: ReleaseTarget): Promise<boolean> {
  const known = await getIfThere(cluster.connection.client(), { ...NAMESPACES, name: namespace });
  return known === undefined || known.metadata.deletionTimestamp !== undefined;
}
