/** Selectors as they stand in the specs of objects. */
import {
  type KubeObject,
  type LabelSelector,
  type LabelSelectorObject,
  labelSelectorFromObject,
  SelectorError,
} from '@luban/kube';

/** `{app: web}`, as Services and ReplicationControllers have it. Empty or absent selects everything. */
export function selectorOfMap(labels: Record<string, string> | undefined): LabelSelector {
  return Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: 'in', values: [value] }));
}

/** Parsed selectors by the object they stand in, since the same ones are asked for with every change of a pod. */
const parsed = new WeakMap<object, LabelSelector | null>();

/** The selector of an object's spec in either form; undefined when there is none, or none that can be read. */
export function selectorOfOwner(owner: KubeObject): LabelSelector | undefined {
  const spec = owner.spec;
  if (typeof spec !== 'object' || spec === null || !('selector' in spec)) return undefined;
  const { selector } = spec;
  if (typeof selector !== 'object' || selector === null) return undefined;
  const known = parsed.get(selector);
  if (known !== undefined) return known ?? undefined;
  const isObject = Object.values(selector).every((value) => typeof value === 'object');
  const result = isObject
    ? selectorOrNull(selector as LabelSelectorObject)
    : selectorOfMap(selector as Record<string, string>);
  parsed.set(selector, result);
  return result ?? undefined;
}

/** null when it cannot be read. */
export function selectorOrNull(selector: LabelSelectorObject | undefined): LabelSelector | null {
  try {
    return labelSelectorFromObject(selector);
  } catch (error) {
    if (error instanceof SelectorError) return null;
    throw error;
  }
}
