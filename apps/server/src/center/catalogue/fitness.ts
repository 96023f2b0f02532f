import type { Problem } from '@luban/manifest';
import { prerelease } from 'semver';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';
import type { PlatformVersions } from '../platform-versions.ts';

/** Which of an extension's versions is offered. */
export interface Fitness {
  /** Absent: none fits. */
  recommended?: string;
  /** Why the newest does not fit, when none does. */
  unfit?: Problem;
}

/** @param versions the newest first */
export function fitnessOf(versions: readonly ExtensionVersionObject[], platform: PlatformVersions): Fitness {
  const fitting = versions.filter((version) => reasonsAgainst(version, platform).length === 0);
  const stable = fitting.find(({ spec }) => prerelease(spec!.version!) === null) ?? fitting[0];
  if (stable !== undefined) return { recommended: stable.spec!.version! };
  return { unfit: versions[0] === undefined ? undefined : reasonsAgainst(versions[0], platform)[0] };
}

/** Why a version does not fit the platform; empty: it does. */
export function reasonsAgainst(_version: ExtensionVersionObject, _platform: PlatformVersions): Problem[] {
  return [];
}
