import { type Clock, isStatusError, type KubeObject, systemClock, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { explain } from '@luban/manifest/messages';
import { type ApiConflict, problemOf } from './conflicts.ts';
import { EXTENSION_KINDS, type ExtensionObject, type ObjectProblem } from './extension-object.ts';
import type { ExtensionObjects } from './extension-objects.ts';
import type { JsBundle } from './js-bundles/js-bundle.ts';
import { listOf, recordOf, textOf } from './json.ts';

export interface StatusControllerOptions {
  /** Of LuBan itself, for the cluster of the objects. */
  client: KubeClient;
  objects: ExtensionObjects;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Kinds of conditions that are written here; others are left alone. */
const OWN_CONDITIONS = ['Conflict', 'Overlap', 'Invalid', 'InsecureUpstream'] as const;
type OwnCondition = (typeof OWN_CONDITIONS)[number];

/** How long changes are gathered: charts write many objects at once. */
const GATHERED_FOR = 50;
const AGAIN_AFTER = 2_000;

/** Fills in what the creator of an object left out, and says in its conditions what is wrong with it. */
export class StatusController implements AsyncDisposable {
  readonly #options: StatusControllerOptions;
  readonly #clock: Clock;
  readonly #watching: Disposable;
  #running: Promise<void> = Promise.resolve();
  #waiting: Disposable | undefined;
  #ended = false;

  constructor(options: StatusControllerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#watching = options.objects.watch(() => this.#soon(GATHERED_FOR));
    this.#soon(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    this.#watching[Symbol.dispose]();
    this.#waiting?.[Symbol.dispose]();
    await this.#running;
  }

  #soon(milliseconds: number): void {
    if (this.#ended || this.#waiting !== undefined) return;
    this.#waiting = this.#clock.after(milliseconds, () => {
      this.#waiting = undefined;
      this.#running = this.#running.then(() => this.#look());
    });
  }

  async #look(): Promise<void> {
    const { objects, onError } = this.#options;
    const { conflicts, jsBundles } = objects;
    for (const object of [...objects.values()]) {
      if (this.#ended) return;
      try {
        await this.#write(object, conditionsOf(object, conflicts, jsBundles.problems.get(object.uid) ?? []));
      } catch (error) {
        // Somebody else was faster, or it is gone: the change itself leads here again.
        if (isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound')) continue;
        onError(error);
        this.#soon(AGAIN_AFTER);
      }
    }
  }

  async #write(object: ExtensionObject, wanted: ReadonlyMap<OwnCondition, string>): Promise<void> {
    const { client, objects } = this.#options;
    const status = recordOf(objects.source(object)?.status);
    const change: Record<string, unknown> = {};
    if (textOf(status.state) === undefined) change.state = 'Available';
    if (object.kind === 'JSBundle' && textOf(status.link) === undefined) {
      const { link } = object as JsBundle;
      if (link !== undefined) change.link = link;
    }
    const conditions = changedConditions(listOf(status.conditions), wanted, timestamp(this.#clock.now()));
    if (conditions !== undefined) change.conditions = conditions;
    if (Object.keys(change).length === 0) return;
    const { name, resourceVersion } = object;
    await client.patch<KubeObject>({ ...EXTENSION_KINDS[object.kind], name }, 'merge', {
      metadata: { resourceVersion },
      status: change,
    });
  }
}

function conditionsOf(
  object: ExtensionObject,
  conflicts: readonly ApiConflict[],
  problems: readonly ObjectProblem[],
): Map<OwnCondition, string> {
  const own = conflicts.filter(({ loser }) => loser.kind === object.kind && loser.name === object.name).map(problemOf);
  const found: [OwnCondition, readonly ObjectProblem[]][] = [
    ['Conflict', own.filter(({ code }) => code !== 'LB5412')],
    ['Overlap', own.filter(({ code }) => code === 'LB5412')],
    ['Invalid', [...object.problems, ...problems]],
    ['InsecureUpstream', object.warnings],
  ];
  return new Map(found.filter(([, list]) => list.length > 0).map(([type, list]) => [type, sentences(list)]));
}

function sentences(problems: readonly ObjectProblem[]): string {
  return problems
    .slice(0, 5)
    .map((problem) => `${explain(problem, 'en').sentence} (${problem.code})`)
    .join(' ');
}

/** @returns undefined when nothing is to be written */
function changedConditions(
  current: readonly unknown[],
  wanted: ReadonlyMap<OwnCondition, string>,
  now: string,
): unknown[] | undefined {
  const isOwn = (condition: unknown) => OWN_CONDITIONS.some((type) => type === recordOf(condition).type);
  const own = current.filter(isOwn).map(recordOf);
  const isSame =
    own.length === wanted.size &&
    own.every(({ type, message }) => wanted.get(type as OwnCondition) === textOf(message));
  if (isSame) return undefined;
  const others = current.filter((condition) => !isOwn(condition));
  const written = [...wanted].map(([type, message]) => {
    const known = own.find((condition) => condition.type === type);
    return {
      type,
      status: 'True',
      reason: REASONS[type],
      message,
      lastTransitionTime: textOf(known?.lastTransitionTime) ?? now,
    };
  });
  return [...others, ...written];
}

const REASONS: Readonly<Record<OwnCondition, string>> = {
  Conflict: 'ClaimedByAnother',
  Overlap: 'WithinAnother',
  Invalid: 'CannotBeServed',
  InsecureUpstream: 'CertificateNotChecked',
};
