import { createHash } from 'node:crypto';
import { isRequired } from '@luban/extension-package/registry';
import { REPOSITORY_ANNOTATIONS } from '../repositories/repository-options.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { parseGoDuration } from './go-duration.ts';
import type { RepositoryObject } from './objects.ts';

/** Milliseconds, but for `depth`. */
export interface SyncSettings {
  /** Between two syncs. */
  interval: number;
  /** For the listing, and for each chart. */
  timeout: number;
  /** Versions of each extension that are kept; 0: all. */
  depth: number;
}

const DEFAULT_INTERVAL = 15 * 60_000;
const LEAST_INTERVAL = 60_000;
const DEFAULT_TIMEOUT = 120_000;
const LEAST_TIMEOUT = 1_000;
const LONGEST_TIMEOUT = 30 * 60_000;
const DEFAULT_DEPTH = 3;

/** What an object says, within bounds. What it says badly counts as not said. */
export function syncSettings({ spec }: RepositoryObject): SyncSettings {
  const { updateStrategy = {}, depth } = spec ?? {};
  const interval = parseGoDuration(updateStrategy.registryPoll?.interval ?? '') || DEFAULT_INTERVAL;
  const timeout = parseGoDuration(updateStrategy.timeout ?? '') || DEFAULT_TIMEOUT;
  return {
    interval: Math.max(LEAST_INTERVAL, interval),
    timeout: Math.min(LONGEST_TIMEOUT, Math.max(LEAST_TIMEOUT, timeout)),
    depth: Number.isInteger(depth) && depth! >= 0 ? depth! : DEFAULT_DEPTH,
  };
}

export function isBuiltin({ metadata }: RepositoryObject): boolean {
  return metadata.annotations?.[CATALOGUE_MARKS.builtin] === 'true';
}

/** Annotations that say what a repository has, and what it has to be signed with. */
const SETTINGS: readonly string[] = [
  CATALOGUE_MARKS.builtin,
  CATALOGUE_MARKS.credentials,
  ...Object.values(REPOSITORY_ANNOTATIONS),
];

/**
 * Stands for everything that a sync depends on. Generations would count the writes of `status`, too, and times compare
 * clocks.
 */
export function specDigest({ metadata, spec }: RepositoryObject): string {
  const policy = Object.entries(metadata.annotations ?? {})
    .filter(([key]) => SETTINGS.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([metadata.uid, spec ?? {}, policy]))
    .digest('hex')
    .slice(0, 20);
}

/** Whether somebody asks for a sync: the value that was not answered yet. */
export function syncToken({ metadata }: RepositoryObject): string {
  return metadata.annotations?.[CATALOGUE_MARKS.sync] ?? '';
}

/** What packages of a repository have to be signed with. */
export function signaturePolicy({ metadata: { annotations = {} } }: RepositoryObject): {
  required: boolean;
  keys: string[];
} {
  const keys = annotations[REPOSITORY_ANNOTATIONS.signingKeys] ?? '';
  return {
    required: isRequired(annotations[REPOSITORY_ANNOTATIONS.requireSignature]),
    keys: keys.match(/-----BEGIN PUBLIC KEY-----[^-]{1,1000}-----END PUBLIC KEY-----/g) ?? [],
  };
}
