import { randomUUID } from 'node:crypto';
import { type InstallPlanObject, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import type { Identity } from '../../identity/identity.ts';
import { isBeingRemoved } from '../../installation/plan.ts';
import { problem } from '../../installation/problems.ts';
import { Refusal } from '../../refusal.ts';
import type { Center } from '../center.ts';
import type { DependencyList } from '../dependencies/dependency-list.ts';
import { isPlaced } from './agreements.ts';
import type { Obstacles } from './obstacles.ts';
import { Obstructed } from './obstructed.ts';
import { PlanGuards } from './plan-guards.ts';
import { mark, type PlanWriter } from './plan-writer.ts';

export interface PlanActionsOptions {
  center: Center;
  writer: PlanWriter;
  obstacles: Obstacles;
  dependencies: DependencyList;
}

/** What an action is done with, apart from the action itself. */
export interface Doing {
  identity: Identity;
  extension: string;
  /** Go on although dependencies or dependants are in the way. */
  ignoreDependencies: boolean;
}

type Spec = NonNullable<InstallPlanObject['spec']>;
export type Scheduling = NonNullable<Spec['clusterScheduling']>;

export interface NewInstallation {
  version: string;
  config?: string;
  scheduling?: Scheduling;
  upgradeStrategy?: Spec['upgradeStrategy'];
  /** Digest of the rights that the person has agreed to. */
  consent: string;
}

/** What goes on with a decision that was made before. */
const KEEPS = { isAnew: false };

/** Decisions of people about installations. Each is one write of an `InstallPlan`; the install controller does the rest. */
export class PlanActions {
  readonly #options: PlanActionsOptions;
  readonly #guards: PlanGuards;

  constructor(options: PlanActionsOptions) {
    this.#options = options;
    this.#guards = new PlanGuards(options.center);
  }

  /** @throws Refusal LB7603, and what is in the way */
  async install(doing: Doing, wanted: NewInstallation): Promise<void> {
    const { writer, obstacles, center } = this.#options;
    const { extension, identity } = doing;
    if (center.summary(extension)?.origin === 'plan') throw new Refusal(409, 'LB7603', { extension });
    this.#guards.requireNoForeignBundle(extension);
    const { version, config, scheduling, upgradeStrategy = 'Manual', consent } = wanted;
    const plan: InstallPlanObject = {
      apiVersion: 'kubesphere.io/v1alpha1',
      kind: 'InstallPlan',
      metadata: { name: extension, labels: { [KUBESPHERE_LABELS.extension]: extension } },
      spec: {
        extension: { name: extension, version },
        enabled: true,
        upgradeStrategy,
        ...(config !== undefined && { config }),
        ...(scheduling !== undefined && { clusterScheduling: scheduling }),
      },
    };
    mark(plan, 'consent', consent);
    sign(plan, doing);
    await obstacles.require(plan);
    await writer.create(identity, plan);
  }

  async upgrade(doing: Doing, wanted: { version: string; config?: string; consent: string }): Promise<void> {
    await this.#change(doing, async (draft) => {
      this.#guards.requireQuiet(draft);
      draft.spec!.extension.version = wanted.version;
      if (wanted.config !== undefined) draft.spec!.config = wanted.config;
      mark(draft, 'consent', wanted.consent);
      mark(draft, 'declined', undefined);
      await this.#options.obstacles.require(draft);
    });
  }

  /** To the version before, with the configuration that it had. @throws Refusal LB7606 */
  async rollback(doing: Doing, consent: string | undefined): Promise<void> {
    const { extension } = doing;
    await this.#change(doing, async (draft) => {
      this.#guards.requireQuiet(draft);
      const before = this.#options.center.journal(extension)?.history[1];
      if (before === undefined) throw new Refusal(409, 'LB7606', { extension });
      draft.spec!.extension.version = before.version;
      draft.spec!.config = before.config === '' ? undefined : before.config;
      // What was agreed to for the version that is left does not hold for another one with the same rights.
      mark(draft, 'consent', consent);
      await this.#options.obstacles.require(draft);
    });
  }

  async enable(doing: Doing): Promise<void> {
    await this.#change(doing, async (draft) => {
      draft.spec!.enabled = true;
      await this.#options.obstacles.require(draft);
    });
  }

  /** @throws Refusal LB7622 when others need it */
  async disable(doing: Doing): Promise<void> {
    await this.#change(doing, (draft) => {
      draft.spec!.enabled = false;
      const dependants = this.#dependantsOf(doing).join(', ');
      if (dependants !== '') throw new Refusal(409, 'LB7622', { extension: doing.extension, dependants });
    });
  }

  /** @throws Refusal LB7612 */
  async cancel(doing: Doing): Promise<void> {
    const { extension } = doing;
    await this.#change(
      doing,
      (draft) => {
        const run = this.#guards.running(extension);
        if (run === undefined) throw new Refusal(409, 'LB7612', { extension });
        mark(draft, 'cancel', run.id);
      },
      KEEPS,
    );
  }

  /** @throws Refusal LB7613 */
  async retry(doing: Doing): Promise<void> {
    const { extension } = doing;
    await this.#change(
      doing,
      (draft) => {
        this.#guards.requireFailure(draft);
        this.#guards.requireIdle(extension);
        mark(draft, 'retry', randomUUID());
      },
      KEEPS,
    );
  }

  async configure(doing: Doing, config: string, overrides: Record<string, string> | undefined): Promise<void> {
    await this.#change(
      doing,
      (draft) => {
        this.#guards.requireQuiet(draft);
        draft.spec!.config = config;
        if (overrides !== undefined) draft.spec!.clusterScheduling = { ...draft.spec!.clusterScheduling, overrides };
      },
      KEEPS,
    );
  }

  async place(doing: Doing, scheduling: Scheduling): Promise<void> {
    await this.#change(
      doing,
      (draft) => {
        this.#guards.requireQuiet(draft);
        const { overrides } = draft.spec!.clusterScheduling ?? {};
        const { version } = draft.spec!.extension;
        const mode = this.#options.center.versions.find(doing.extension, version)?.spec?.installationMode;
        if (mode !== 'Multicluster' && isPlaced(scheduling)) {
          throw new Refusal(400, 'LB7614', { extension: doing.extension, version });
        }
        draft.spec!.clusterScheduling = { ...(overrides && { overrides }), ...scheduling };
      },
      KEEPS,
    );
  }

  async strategy(doing: Doing, upgradeStrategy: NonNullable<Spec['upgradeStrategy']>): Promise<void> {
    await this.#change(
      doing,
      (draft) => {
        draft.spec!.upgradeStrategy = upgradeStrategy;
      },
      KEEPS,
    );
  }

  /** @throws Refusal LB7617 when nothing waits, LB7607 when something else does */
  async consent(doing: Doing, digest: string): Promise<void> {
    const { extension } = doing;
    await this.#change(
      doing,
      (draft) => {
        this.#awaited(extension, digest);
        mark(draft, 'consent', digest);
      },
      KEEPS,
    );
  }

  /**
   * Stays with what is in force instead of a version that waits for consent, which no automatic upgrade goes to again.
   *
   * @throws Refusal LB7617 when nothing waits, LB7607 when something else does
   */
  async keep(doing: Doing, digest: string): Promise<void> {
    const { extension } = doing;
    await this.#change(
      doing,
      (draft) => {
        if (isBeingRemoved(draft)) throw new Refusal(409, 'LB7604', { extension });
        const { version } = this.#awaited(extension, digest);
        const [inForce] = this.#options.center.journal(extension)?.history ?? [];
        if (inForce !== undefined && draft.spec?.extension.version === version) {
          draft.spec.extension.version = inForce.version;
          draft.spec.config = inForce.config === '' ? undefined : inForce.config;
        }
        mark(draft, 'declined', version);
      },
      KEEPS,
    );
  }

  /** The version that waits for consent to exactly these rights. */
  #awaited(extension: string, digest: string): { version: string } {
    const awaiting = this.#options.center.journal(extension)?.awaitingConsent;
    if (awaiting === undefined) throw new Refusal(409, 'LB7617', { extension });
    if (awaiting.digest !== digest) throw new Refusal(409, 'LB7607', { extension, version: awaiting.version });
    return awaiting;
  }

  /**
   * @param force without hooks, and without waiting for anybody
   * @throws Refusal LB5012: parts of the product are switched off instead; LB7411 for what others need
   */
  async uninstall(doing: Doing, force: boolean): Promise<void> {
    const { writer, center } = this.#options;
    const { identity, extension } = doing;
    await this.#change(doing, (draft) => {
      if (center.summary(extension)?.preinstalled) throw new Refusal(409, 'LB5012', { extension });
      const blocked = force ? [] : this.#dependantsOf(doing);
      if (blocked.length > 0) {
        throw new Obstructed(extension, [problem('LB7411', { dependants: blocked.join(', ') }, extension)]);
      }
      if (force) mark(draft, 'forceDelete', 'true');
    });
    const plan = await writer.find(extension);
    if (plan !== undefined && !isBeingRemoved(plan)) await writer.delete(identity, plan);
  }

  /** @param isAnew whether it is decided anew what is done about what is in the way */
  async #change(
    doing: Doing,
    decide: (draft: InstallPlanObject) => void | Promise<void>,
    { isAnew = true } = {},
  ): Promise<void> {
    const { writer } = this.#options;
    this.#guards.requireNoForeignBundle(doing.extension);
    await writer.change(doing.identity, doing.extension, async (draft) => {
      draft.spec ??= { extension: { name: doing.extension, version: '' } };
      sign(draft, doing, isAnew);
      await decide(draft);
    });
  }

  /** Those that keep it from going, unless that is known. */
  #dependantsOf({ extension, ignoreDependencies }: Doing): string[] {
    if (ignoreDependencies) return [];
    return this.#options.dependencies.dependants(extension, undefined).map(({ name }) => name);
  }
}

/** What each decision says anew about what is in the way: an earlier one to go on counts for it no longer. */
function sign(draft: InstallPlanObject, { identity, ignoreDependencies }: Doing, isAnew = true): void {
  mark(draft, 'by', identity.name);
  if (isAnew || ignoreDependencies) mark(draft, 'ignoreDependencies', ignoreDependencies ? 'true' : undefined);
}
