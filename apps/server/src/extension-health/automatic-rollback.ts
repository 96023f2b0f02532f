import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Problem } from '@luban/manifest';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { INSTALL_PLANS } from '../catalogue/objects.ts';
import { WorkQueue } from '../clusters/work-queue.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import { PLAN_MARKS } from '../installation/installations.ts';
import type { Journal } from '../installation/journal.ts';
import type { ExtensionHealth } from './extension-health.ts';
import { isWorse } from './is-worse.ts';

export interface AutomaticRollbackOptions {
  /** LuBan itself, for the host. */
  client: KubeClient;
  health: ExtensionHealth;
  objects: CatalogueObjects;
  source: ExtensionSource;
  journal(extension: string): Journal | undefined;
  now(): number;
  onError(error: unknown): void;
}

/** On an `InstallPlan`, with the value `disabled`: nobody but people goes back. */
export const AUTOMATIC_ROLLBACK = 'luban.dev/automatic-rollback';

/** Goes back to the version before when the one in force fails in so many more sessions, and says so. */
export class AutomaticRollback implements AsyncDisposable {
  readonly #options: AutomaticRollbackOptions;
  readonly #queue: WorkQueue;
  readonly #watches = new DisposableStack();

  constructor(options: AutomaticRollbackOptions) {
    this.#options = options;
    const { health, objects, onError } = options;
    this.#queue = new WorkQueue((extension) => this.#judge(extension), { onError });
    this.#watches.use(health.watch((extension) => this.#queue.add(extension)));
    // A run that was under way when the reports came has ended.
    this.#watches.use(objects.plans.subscribe({ onUpdate: ({ metadata }) => this.#queue.add(metadata.name!) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watches.dispose();
    await this.#queue[Symbol.asyncDispose]();
  }

  async #judge(extension: string): Promise<void> {
    const { health, now } = this.#options;
    const detail = health.detail(extension);
    if (detail === undefined || !isWorse(detail.current, detail.previous)) return;
    const { version, sessions, failed } = detail.current;
    const to = await this.#goBack(extension, version);
    if (to === undefined) return;
    const params = { extension, from: version, to, sessions, failed, cause: detail.failures[0]?.code ?? '' };
    const problem: Problem = { code: 'LB7632', params, extension, version };
    const at = new Date(now()).toISOString();
    await health.objects.writeRolledBack(extension, { at, from: version, to, sessions, failed, problem });
  }

  /** @returns the version that is planned now; undefined: there is nothing to go back to, or people decide */
  #goBack(extension: string, version: string): Promise<string | undefined> {
    const plan = this.#options.objects.plans.get(extension);
    return plan === undefined ? this.#goBackInStore(extension, version) : this.#planPrevious(extension, version);
  }

  async #planPrevious(extension: string, version: string): Promise<string | undefined> {
    const { client, objects, journal } = this.#options;
    const { metadata, spec, status } = objects.plans.get(extension)!;
    const [current, previous] = journal(extension)?.history ?? [];
    if (metadata.annotations?.[AUTOMATIC_ROLLBACK] === 'disabled' || metadata.deletionTimestamp) return undefined;
    if (status?.state !== 'Installed' || status.version !== version || spec?.extension.version !== version)
      return undefined;
    if (current?.version !== version || previous === undefined || previous.version === version) return undefined;
    const change = {
      metadata: {
        resourceVersion: metadata.resourceVersion,
        annotations: { [PLAN_MARKS.by]: 'system' },
      },
      spec: { extension: { version: previous.version }, config: previous.config === '' ? null : previous.config },
    };
    try {
      await client.patch({ ...INSTALL_PLANS, name: extension }, 'merge', change);
      return previous.version;
    } catch (error) {
      // Somebody decided something this moment; what they wrote comes back here.
      if (isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /** Of a package that was uploaded without a plan: the next older version that is there. */
  async #goBackInStore(extension: string, version: string): Promise<string | undefined> {
    const { source } = this.#options;
    const listed = source.list().extensions.find(({ name }) => name === extension);
    if (listed === undefined || listed.active.version !== version) return undefined;
    const at = listed.versions.findIndex((one) => one.version === version);
    const older = listed.versions[at + 1];
    if (older === undefined) return undefined;
    await source.setVersion(extension, older.version);
    return older.version;
  }
}
