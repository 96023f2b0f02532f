import type { KubeObject } from '@luban/kube';
import { cloneJson } from '../json/clone-json.ts';
import { isObject } from '../json/json-value.ts';
import type { ScaleAccess } from '../registry/scale.ts';
import type { DefinitionVersion } from './custom-resource-definition.ts';
import { member, setMember } from './json.ts';

/** Access to the replicas of a custom resource by the paths of its definition; undefined when it has no scale. */
export function customScale({ scale }: Pick<DefinitionVersion, 'scale'>): ScaleAccess | undefined {
  if (scale === undefined) return undefined;
  const replicasPath = stepsOf(scale.specReplicasPath);
  const statusPath = stepsOf(scale.statusReplicasPath);
  const selectorPath = stepsOf(scale.labelSelectorPath);
  return {
    replicasPath,
    read(object) {
      const selector = selectorPath.length > 0 ? follow(object, selectorPath) : undefined;
      return {
        replicas: numberOf(follow(object, replicasPath)),
        statusReplicas: numberOf(follow(object, statusPath)) ?? 0,
        selector: typeof selector === 'string' ? selector : '',
      };
    },
    write(object, replicas) {
      const next = cloneJson(object);
      put(next, replicasPath, replicas);
      return next;
    },
  };
}

/** Paths of the scale are split at their dots, and nothing else. */
function stepsOf(path: string): string[] {
  return path === '' ? [] : path.replace(/^\./, '').split('.');
}

const numberOf = (value: unknown) => (typeof value === 'number' ? Math.trunc(value) : undefined);

function follow(object: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((value, step) => member(value, step), object);
}

function put(object: KubeObject, steps: readonly string[], value: unknown): void {
  let at: Record<string, unknown> = object;
  for (const step of steps.slice(0, -1)) {
    const found = member(at, step);
    const next = isObject(found) ? found : {};
    if (next !== found) setMember(at, step, next);
    at = next;
  }
  setMember(at, steps.at(-1) ?? '', value);
}
