import { reasonsUnfit } from '@luban/extension-package';
import type { Problem } from '@luban/manifest';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';
import { candidateOf, type PlatformVersions, recommendedOf } from '../../catalogue/platform.ts';

/** Which of an extension's versions is offered. */
export interface Fitness {
  /** Absent: none fits. */
  recommended?: string;
  /** Why the newest does not fit, when none does. */
  unfit?: Problem;
}

/** @param versions the newest first */
export function fitnessOf(versions: readonly ExtensionVersionObject[], platform: PlatformVersions): Fitness {
  const recommended = recommendedOf(versions, platform);
  if (recommended !== undefined) return { recommended };
  const unfit = versions[0] === undefined ? undefined : reasonsAgainst(versions[0], platform)[0];
  return unfit === undefined ? {} : { unfit };
}

/** Why a version does not fit the platform; empty: it does. */
export function reasonsAgainst(version: ExtensionVersionObject, platform: PlatformVersions): Problem[] {
  return reasonsUnfit(candidateOf(version), platform);
}
