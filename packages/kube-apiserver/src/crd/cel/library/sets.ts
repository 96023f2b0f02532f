import type { Environment } from '@marcbachmann/cel-js';
import { celEqual } from '../values.ts';
import { register, registerNamespace } from './register.ts';

type List = readonly unknown[];

/** Source: cel-go's ext/sets.go. */
export function registerSets(environment: Environment): void {
  registerNamespace(environment, 'sets', 'SetsNamespace');
  register(environment, {
    'SetsNamespace.contains(list, list): bool': (_: unknown, list: List, part: List) => hasAll(list, part),
    'SetsNamespace.equivalent(list, list): bool': (_: unknown, a: List, b: List) => hasAll(a, b) && hasAll(b, a),
    'SetsNamespace.intersects(list, list): bool': (_: unknown, a: List, b: List) => a.some((item) => has(b, item)),
  });
}

const has = (list: List, item: unknown) => list.some((other) => celEqual(other, item));

const hasAll = (list: List, part: List) => part.every((item) => has(list, item));
