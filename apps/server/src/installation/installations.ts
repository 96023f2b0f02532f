import type { InstallPlanObject } from '../catalogue/objects.ts';
import type { Identity } from '../identity/identity.ts';
import type { ObjectRef } from '../releases/releases.ts';
import type { Journal, Run } from './journal.ts';

/** Annotations of an `InstallPlan` by which people decide; the same by kubectl and in the console. */
export const PLAN_MARKS = {
  /** KubeSphere's: uninstall without hooks and without waiting for anybody. */
  forceDelete: 'kubesphere.io/force-delete',
  /** Digest of the rights that the person agreed to, see `permissionsDigest`. */
  consent: 'luban.dev/consent',
  /** Version that somebody decided against because of its rights: no automatic upgrade goes to it. */
  declined: 'luban.dev/declined',
  /** Present: go on although dependencies or dependants are in the way. */
  ignoreDependencies: 'luban.dev/ignore-dependencies',
  /** Any new value: try again what failed. */
  retry: 'luban.dev/retry',
  /** Id of the run to cancel. */
  cancel: 'luban.dev/cancel',
  /** Whoever wrote the plan through the console. */
  by: 'luban.dev/changed-by',
  /** The plan was made by the server for an extension of the product, and follows it. */
  preinstalled: 'luban.dev/preinstalled',
} as const;

/**
 * Reads installations, for pages and for the gateway's own controllers. Changes are writes of `InstallPlan` objects alone;
 * the install controller of the replica that leads brings them about.
 */
export interface Installations {
  /** @returns undefined when the extension was never installed, and left nothing behind */
  journal(extension: string): Journal | undefined;
  journals(): readonly Journal[];
  /** Output of the newest run so far, and what comes; ends with the run, or at once when none is under way. */
  log(extension: string, signal: AbortSignal): AsyncIterable<string>;
  /** Number of the first line that `log` would begin with now; above 0 when the beginning is not kept any more. */
  logStart(extension: string): number;
  /** Called after each change of a journal. */
  watch(listener: (extension: string) => void): Disposable;
  /** Deletes what remains of an uninstalled extension. Resolves to what could not be deleted. */
  purge(
    extension: string,
    items: readonly (ObjectRef & { cluster: string })[],
  ): Promise<{ item: ObjectRef; reason: string }[]>;
  /** Forgets what remains, without deleting it. */
  dismiss(extension: string): Promise<void>;
}

export type { Identity, InstallPlanObject, Run };
