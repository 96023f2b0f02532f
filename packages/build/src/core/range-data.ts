import semver from 'semver';
import { BuildError } from './build-error.ts';

/** One comparison of a range: operator, major, minor, patch. */
export type Comparison = [operator: '>=' | '>' | '<' | '<=' | '=', major: number, minor: number, patch: number];

/**
 * An npm range as plain data, so that a container can test a version without a semver library: one of the outer lists
 * must hold in whole. Throws a `BuildError` (LB1008).
 */
export function rangeData(name: string, range: string): Comparison[][] {
  if (!semver.validRange(range)) {
    throw new BuildError([{ code: 'LB1008', params: { field: `shared.${name}`, value: range, found: range } }]);
  }
  return new semver.Range(range).set.map((alternative) =>
    alternative
      .filter((comparator) => comparator.value !== '')
      .map(({ operator, semver: { major, minor, patch } }) => [operator || '=', major, minor, patch] as Comparison),
  );
}
