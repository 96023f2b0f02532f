import { compare, parse, type SemVer } from 'semver';
import { type Comparator, parseRange } from './parse-range.ts';

/**
 * Whether a version is in a range, as Helm would say. A version with a prerelease or a vendor's suffix, such as
 * `v1.28.3-gke.100`, meets no condition that does not name a prerelease itself: `>=1.19.0-0` does. Later versions of the
 * library are content when one of several conditions does; this is the stricter rule, so no helm refuses what is taken here.
 *
 * @param version a leading `v` and build metadata are of no account
 * @returns false also when one of the two cannot be read
 */
export function inRange(version: string, range: string): boolean {
  const parsed = parseVersion(version);
  const alternatives = parsed === undefined ? undefined : parseRange(range);
  return alternatives?.some((conditions) => conditions.every((one) => accepts(one, parsed!))) ?? false;
}

/** @returns undefined when it is no version */
export function parseVersion(version: string): SemVer | undefined {
  return version.length > 256 ? undefined : (parse(version.trim()) ?? undefined);
}

function accepts(comparator: Comparator, version: SemVer): boolean {
  const { operator, open, prerelease } = comparator;
  if (version.prerelease.length > 0 && prerelease === '') return false;
  const order = compare(version, lowest(comparator));
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0 && (open === undefined || open === 'major' || !isBelow(comparator, version));
    case '<=':
      return order <= 0 || (open !== undefined && isBelow(comparator, version));
    case '=':
      return open === undefined ? order === 0 : order >= 0 && isBelow(comparator, version);
    case '!=':
      return isOther(comparator, version, order);
    case '~':
      return order >= 0 && isNear(comparator, version);
    case '^':
      return order >= 0 && isCompatible(comparator, version);
  }
}

function lowest({ major, minor, patch, prerelease }: Comparator): string {
  return `${major}.${minor}.${patch}${prerelease === '' ? '' : `-${prerelease}`}`;
}

function isOther(comparator: Comparator, version: SemVer, order: number): boolean {
  const { open, prerelease } = comparator;
  if (open === undefined || open === 'major') return order !== 0;
  const own = version.prerelease.join('.');
  // Of `!=1.2.x-rc`, one prerelease alone is left out.
  if (open === 'patch' && (own !== '' || prerelease !== '') && own !== prerelease) return true;
  return !isBelow(comparator, version);
}

/** Whether a version begins with what is written before the open part. */
function isBelow({ major, minor, open }: Comparator, version: SemVer): boolean {
  if (open === 'major') return true;
  return version.major === major && (open === 'minor' || version.minor === minor);
}

function isNear(comparator: Comparator, version: SemVer): boolean {
  const { major, minor, patch, open } = comparator;
  // 0.0.0 stands for any version here.
  if (open === undefined && major === 0 && minor === 0 && patch === 0) return true;
  return isBelow(comparator, version);
}

/** The same in the first part that is not zero, or up to the open part. */
function isCompatible({ major, minor, patch, open }: Comparator, version: SemVer): boolean {
  if (open === 'major') return true;
  if (version.major !== major) return false;
  if (major > 0 || open === 'minor') return true;
  if (version.minor !== minor) return false;
  return minor > 0 || open === 'patch' || version.patch === patch;
}
