/** Small helpers for JSON that nobody has checked. */
import { badRequest } from '@luban/kube';
import { isObject } from '../json/json-value.ts';

/** A member that the object itself has, whatever its prototype offers. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export const stringMember = (value: unknown, name: string): string => {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
};

export const listMember = (value: unknown, name: string): readonly unknown[] => {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
};

export const stringsMember = (value: unknown, name: string): string[] =>
  listMember(value, name).filter((item) => typeof item === 'string');

/** Sets a member also when it is called `__proto__`. */
export function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** JSON with the keys of objects in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}

/** Path of a member the way Kubernetes writes it: `a.b`, without a leading dot at the root. */
export const childPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Levels that an object may have. What walks through objects calls itself for each. */
const DEEPEST = 500;

/** @throws StatusError 400 when the value is nested so deeply that walking through it could exhaust the stack */
export function assertNotTooDeep(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw badRequest(`the object is nested too deeply: it has more than ${DEEPEST} levels`);
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const child of Object.values(item)) if (typeof child === 'object' && child !== null) next.push(child);
    }
    level = next;
  }
}
