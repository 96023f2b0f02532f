import type { KubeObject } from '@luban/kube';
import type { ResourceKind } from '@luban/kube/client';

/** What a well-known operator would do with an object of its own kinds, as far as others wait for it. */
export interface OperatorRule {
  /** Last part of the repository of its image. It works while a pod with the image runs. */
  image: string;
  kind: ResourceKind;
  /** @returns nothing when the object is as it should be */
  outcome(object: KubeObject, now: string): OperatorOutcome | undefined;
}

export interface OperatorOutcome {
  status: Readonly<Record<string, unknown>>;
  /** Secrets that the object stands for; those that are there are left alone. */
  secrets?: readonly KubeObject[];
}

export interface Condition {
  type: string;
  status: string;
}

export function hasCondition({ status }: KubeObject, type: string): boolean {
  const { conditions } = (status ?? {}) as { conditions?: Condition[] };
  return conditions?.some((condition) => condition.type === type) ?? false;
}
