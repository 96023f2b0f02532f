import { type Clock, systemClock } from '@luban/kube';
import { type CatalogueObjects, extensionOf } from '../catalogue/catalogue-objects.ts';
import {
  type ExtensionObject,
  type ExtensionVersionObject,
  INSTALL_PLANS,
  type InstallPlanObject,
} from '../catalogue/objects.ts';
import type { Packages } from '../catalogue/packages.ts';
import type { Platform } from '../catalogue/platform.ts';
import { isHostObject } from '../clusters/cluster-object.ts';
import type { LiveClusters } from '../clusters/live-clusters.ts';
import { WorkQueue } from '../clusters/work-queue.ts';
import { isOwnDefinition } from '../kube/platform-definitions/install-platform-definitions.ts';
import type { Leadership } from '../operations/leadership.ts';
import type { Releases } from '../releases/releases.ts';
import { Activities, keyOf } from './activities.ts';
import { AgentWorker } from './agent-worker.ts';
import type { Engine } from './engine.ts';
import type { InstallationLogs } from './installation-logs.ts';
import type { InterfaceInstaller } from './interface-installer.ts';
import { JournalStore } from './journal-store.ts';
import { PendingRemovals } from './pending-removals.ts';
import { isBeingRemoved, markOf, nameOf } from './plan.ts';
import { PlanObjects } from './plan-status.ts';
import { PlanWorker } from './plan-worker.ts';
import { STEP_LIMITS, type StepLimits } from './step-limits.ts';
import { SwitchWorker } from './switch-worker.ts';

export interface InstallControllerOptions {
  clusters: LiveClusters;
  objects: CatalogueObjects;
  packages: Packages;
  releases: Releases;
  interfaces: InterfaceInstaller;
  platform: Pick<Platform, 'versions' | 'watch'>;
  /** Shared with `LiveInstallations` of this replica. */
  logs: InstallationLogs;
  /** Default: `STEP_LIMITS`. */
  limits?: Partial<StepLimits>;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Runs the controller while this replica leads. Stands aside where a KubeSphere's own controllers bring plans about. */
export function runInstallController(options: InstallControllerOptions & { leadership: Leadership }): AsyncDisposable {
  const definition = `${INSTALL_PLANS.resource}.${INSTALL_PLANS.group}`;
  return options.leadership.whileLeading('installations', async () => {
    const kind = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
    const own = isOwnDefinition(await options.clusters.system.get({ ...kind, name: definition }));
    return own ? InstallController.start(options) : { async [Symbol.asyncDispose]() {} };
  });
}

/** Brings about what `InstallPlan` objects say, and writes into them how far it is. */
export class InstallController implements AsyncDisposable {
  readonly #engine: Engine;
  readonly #plans: WorkQueue;
  readonly #agents: WorkQueue;
  readonly #switches: WorkQueue;
  readonly #watches = new DisposableStack();
  readonly #options: InstallControllerOptions;
  #gathering: Disposable | undefined;

  /** Goes on with whatever was under way when the last one ended. */
  static async start(options: InstallControllerOptions): Promise<InstallController> {
    const controller = new InstallController(options);
    try {
      await controller.#start();
    } catch (error) {
      await controller[Symbol.asyncDispose]();
      throw error;
    }
    return controller;
  }

  private constructor(options: InstallControllerOptions) {
    const { clusters, objects, clock = systemClock, onError } = options;
    this.#options = options;
    const client = clusters.system;
    const engine: Engine = {
      ...{ client, clusters, objects, clock, onError },
      packages: options.packages,
      releases: options.releases,
      interfaces: options.interfaces,
      platform: options.platform,
      logs: options.logs,
      labelsOf: (cluster) => labelsOf(clusters, cluster),
      view: {
        plans: () => objects.plans.values(),
        plan: (extension) => objects.plans.get(extension),
        version: (extension, version) => objects.versions.get(`${extension}-${version}`),
        host: () => ({ name: clusters.host.name, labels: labelsOf(clusters, clusters.host.name) }),
      },
      plans: new PlanObjects(client),
      store: new JournalStore(client),
      pendingRemovals: new PendingRemovals(client),
      activities: new Activities(),
      limits: { ...STEP_LIMITS, ...options.limits },
      soon: (extension) => this.#plans.add(extension),
      soonAgent: (extension, cluster) => this.#agents.add(keyOf(extension, cluster)),
      soonSwitch: (extension) => this.#switches.add(extension),
    };
    this.#engine = engine;
    const plans = new PlanWorker(engine);
    const agents = new AgentWorker(engine);
    const switches = new SwitchWorker(engine);
    this.#plans = new WorkQueue((extension) => plans.work(extension), { clock, onError });
    this.#agents = new WorkQueue((key) => agents.work(key), { clock, onError });
    this.#switches = new WorkQueue((extension) => switches.work(extension), { clock, onError });
  }

  /** What is under way is broken off, and goes on from the journals in whichever replica leads then. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#watches.dispose();
    this.#gathering?.[Symbol.dispose]();
    this.#engine.activities.stop();
    await Promise.all([
      this.#plans[Symbol.asyncDispose](),
      this.#agents[Symbol.asyncDispose](),
      this.#switches[Symbol.asyncDispose](),
      this.#engine.pendingRemovals[Symbol.asyncDispose](),
    ]);
    await this.#engine.logs.release();
  }

  async #start(): Promise<void> {
    const engine = this.#engine;
    const { objects, clusters, platform } = this.#options;
    engine.logs.saveWith((extension, text, from) => engine.store.saveLog(extension, text, from));
    for (const extension of await engine.store.names()) engine.soon(extension);
    await engine.pendingRemovals.start(engine);
    const use = this.#watches;
    use.use(
      objects.plans.subscribe({
        onAdd: (plan) => this.#changed(plan),
        onUpdate: (plan, previous) => this.#changed(plan, previous),
        onDelete: (plan) => this.#changed(plan),
      }),
    );
    const all = () => this.#all();
    const ofVersion = (version: ExtensionVersionObject) => this.#ofCatalogue(extensionOf(version));
    use.use(objects.versions.subscribe({ onAdd: ofVersion, onUpdate: ofVersion, onDelete: ofVersion }));
    const ofEntry = ({ metadata }: ExtensionObject) => this.#ofCatalogue(metadata.name!);
    use.use(objects.extensions.subscribe({ onAdd: ofEntry, onUpdate: ofEntry }));
    use.use(clusters.objects.subscribe({ onAdd: all, onUpdate: all, onDelete: all }));
    use.use(clusters.watch(all));
    use.use(platform.watch(all));
  }

  #changed(plan: InstallPlanObject, previous?: InstallPlanObject): void {
    const { activities, soon, soonSwitch } = this.#engine;
    const extension = nameOf(plan);
    const began = (holds: (one: InstallPlanObject) => boolean) =>
      holds(plan) && previous !== undefined && !holds(previous);
    if (began(isBeingRemoved)) activities.end(extension, 'removed');
    if (isBeingRemoved(plan) && began((one) => markOf(one, 'forceDelete') !== undefined)) {
      activities.end(extension, 'removed');
    }
    const cancel = markOf(plan, 'cancel');
    if (cancel !== undefined && (previous === undefined || markOf(previous, 'cancel') !== cancel)) {
      void this.#cancel(extension, cancel);
    }
    soonSwitch(extension);
    soon(extension);
    // Others may wait for this one, or stand in its way.
    if (previous === undefined || sameForOthers(plan) !== sameForOthers(previous)) this.#all();
  }

  /** Only the run that is named: one that is over does not take the next one along. */
  async #cancel(extension: string, run: string): Promise<void> {
    const { store, activities, soon, onError } = this.#engine;
    try {
      const newest = (await store.read(extension))?.runs[0];
      if (newest?.id !== run || newest.state !== 'running') return;
      activities.end(extension, 'cancelled');
      soon(extension);
    } catch (error) {
      onError(error);
    }
  }

  /** Thousands of them come when a repository is read. */
  #ofCatalogue(extension: string): void {
    if (this.#options.objects.plans.get(extension) === undefined) return;
    this.#engine.soon(extension);
    this.#all();
  }

  /** Changes that come together make one round. */
  #all(): void {
    if (this.#gathering !== undefined) return;
    const { clock, soon } = this.#engine;
    this.#gathering = clock.after(GATHERED_FOR, () => {
      this.#gathering = undefined;
      for (const plan of this.#options.objects.plans.values()) soon(nameOf(plan));
    });
  }
}

const GATHERED_FOR = 50;

/** What of a plan others look at. */
function sameForOthers({ metadata, spec, status }: InstallPlanObject): string {
  return JSON.stringify([
    metadata.deletionTimestamp !== undefined,
    spec?.extension.version,
    spec?.enabled,
    status?.state,
    status?.version,
    status?.enabled,
    status?.targetNamespace,
    spec?.clusterScheduling?.placement,
    Object.entries(status?.clusterSchedulingStatuses ?? {}).map(([cluster, { state, version }]) => [
      cluster,
      state,
      version,
    ]),
  ]);
}

/** Labels of a cluster's object. */
export function labelsOf({ objects, host }: LiveClusters, cluster: string): Readonly<Record<string, string>> {
  const object = cluster === host.name ? [...objects.values()].find(isHostObject) : objects.get(cluster);
  return object?.metadata.labels ?? {};
}
