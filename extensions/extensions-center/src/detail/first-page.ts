import type { VersionDetail } from '../center-api.ts';

/** It leads somewhere without a cluster, project or object to be chosen. */
export function isOpenable(path: string): boolean {
  return /^\/(?!\/)[^:*]*$/.test(path);
}

/** The first of its pages that can be opened from anywhere. */
export function firstPage(version: VersionDetail | undefined): string | undefined {
  return version?.adds?.routes.find(({ path }) => isOpenable(path))?.path;
}
