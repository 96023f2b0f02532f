import type { Clock, KubeObject } from '@luban/kube';
import type { UserInfo } from '../auth/user.ts';
import type { StorageKey, StoredObject } from '../store/store.ts';
import type { FieldError } from '../validation/field-error.ts';

/** What a strategy may look at beside the object. */
export interface StrategyContext {
  readonly user: UserInfo;
  readonly clock: Clock;
  /** Newest state of other objects, for uniqueness such as of cluster IPs. */
  read(resource: StorageKey, key: string): StoredObject | undefined;
  all(resource: StorageKey, namespace?: string): readonly StoredObject[];
}

/**
 * What is particular about the objects of a resource. Everything is optional: without it objects are kept as they come.
 * Methods change drafts in place unless they say otherwise, and are called in this order:
 * default → (mutating admission, default) → prepare → validate → (validating admission).
 */
export interface Strategy {
  /** Fills in what was left out. Also called after a patch was merged. Must change nothing the second time. */
  default?(draft: KubeObject): void;
  /**
   * Takes out what a client may not set and puts in what the server decides. Status is taken out by the server itself when
   * there is a status subresource, and generation is counted by it.
   */
  prepareForCreate?(draft: KubeObject, context: StrategyContext): void;
  prepareForUpdate?(draft: KubeObject, old: KubeObject, context: StrategyContext): void;
  /** @param old state before an update; custom resources tolerate what is wrong in it and was left alone */
  validate?(object: KubeObject, context: StrategyContext, old?: KubeObject): FieldError[];
  /** Without the checks of `validate`, which is called as well. */
  validateUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[];
  /** For writes to the status subresource. */
  validateStatusUpdate?(object: KubeObject, old: KubeObject): FieldError[];
  /** Sentences for the client that stand in no way. */
  warnings?(object: KubeObject, old: KubeObject | undefined): string[];
  /** Selectable fields beyond metadata.name and metadata.namespace. */
  selectableFields?(object: KubeObject): Record<string, string>;
  /** Names of all selectable fields beyond those two; others are refused with 400. */
  readonly selectable?: readonly string[];
  /** Has a `metadata.generation`, which grows with changes outside metadata and status. Default: true when custom or `spec` exists. */
  readonly countsGenerations?: boolean;
  /** PUT of a name that does not exist creates it. Default: false. */
  readonly createsOnUpdate?: boolean;
  /** PUT without a resource version is refused. Default: false. */
  readonly requiresVersionOnUpdate?: boolean;
  /**
   * Seconds between a request to delete and the removal, which somebody else then completes; 0 removes at once. Only
   * pods take time. Default: 0.
   */
  gracePeriod?(object: KubeObject, asked: number | undefined): number;
  /** What deletion does to dependents when the request does not say. Default: `background`. */
  readonly defaultPropagation?: 'background' | 'orphan';
  /** Milliseconds after which an object deletes itself. */
  readonly lifetime?: number;
}
