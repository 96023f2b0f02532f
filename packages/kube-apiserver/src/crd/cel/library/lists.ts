import { type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { celEqual } from '../values.ts';
import { register } from './register.ts';

/** Source: k8s.io/apiserver/pkg/cel/library/lists.go. */
export function registerLists(environment: Environment): void {
  register(environment, {
    'list<A>.isSorted(): bool': (list: readonly unknown[]) =>
      list.every((item, i) => i === 0 || compare(list[i - 1], item) <= 0),
    'list<A>.sum(): A': (list: readonly unknown[]) => sum(list),
    'list<A>.min(): A': (list: readonly unknown[]) => extreme(list, -1, 'min'),
    'list<A>.max(): A': (list: readonly unknown[]) => extreme(list, 1, 'max'),
    'list<A>.indexOf(A): int': (list: readonly unknown[], item: unknown) =>
      BigInt(list.findIndex((other) => celEqual(other, item))),
    'list<A>.lastIndexOf(A): int': (list: readonly unknown[], item: unknown) =>
      BigInt(list.findLastIndex((other) => celEqual(other, item))),
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const [first, second] = [ordinal(a), ordinal(b)];
  if (first === undefined || second === undefined) throw new EvaluationError('no such overload');
  return first < second ? -1 : first > second ? 1 : 0;
}

function ordinal(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Date) return value.getTime();
  if (value instanceof Duration) return value.seconds * 1_000_000_000n + BigInt(value.nanos);
  return undefined;
}

function extreme(list: readonly unknown[], sign: number, name: string): unknown {
  if (list.length === 0) throw new EvaluationError(`${name} called on empty list`);
  return list.reduce((best, item) => (compare(item, best) * sign > 0 ? item : best));
}

/** Numbers or durations. The sum of nothing is zero. */
function sum(list: readonly unknown[]): unknown {
  return list.reduce((total, item) => {
    if (typeof total === 'bigint' && typeof item === 'bigint') return inRange(total + item);
    if (total instanceof Duration && item instanceof Duration) return total.addDuration(item);
    if (typeof total === 'number' && typeof item === 'number') return total + item;
    throw new EvaluationError('no such overload');
  }, zeroLike(list[0]));
}

function zeroLike(value: unknown): unknown {
  if (value instanceof Duration) return new Duration(0n, 0);
  return typeof value === 'number' ? 0 : 0n;
}

function inRange(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new EvaluationError('integer overflow');
  return value;
}
