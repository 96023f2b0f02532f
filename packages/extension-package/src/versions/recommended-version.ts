import type { Problem } from '@luban/manifest';
import { compareBuild, satisfies } from 'semver';
import { inRange, parseVersion } from './in-range.ts';

/** Level of KubeSphere whose extensions LuBan takes. */
export const PLATFORM_VERSION = '4.1.3';

/** What versions of an extension are to run on. */
export interface Platform {
  /** As the cluster says it: `v1.28.3-gke.100`. */
  kubeVersion: string;
  /** Of KubeSphere. Default: `PLATFORM_VERSION`. */
  platformVersion?: string;
  lubanVersion: string;
}

/** What a version of an extension asks of the platform. Absent or empty: nothing. */
export interface VersionCandidate {
  version: string;
  kubeVersion?: string;
  ksVersion?: string;
  /** `engines.luban` of the user interface's manifest, where it is known; a range as npm writes them. */
  lubanVersion?: string;
}

/** The greatest version that fits. @returns undefined when none does */
export function recommendedVersion(candidates: Iterable<VersionCandidate>, platform: Platform): string | undefined {
  let best: string | undefined;
  for (const candidate of candidates) {
    const { version } = candidate;
    if (parseVersion(version) === undefined) continue;
    if (best !== undefined && compareBuild(version, best) <= 0) continue;
    if (whyUnfit(candidate, platform) === undefined) best = version;
  }
  return best;
}

/** The first of `reasonsUnfit`. */
export function whyUnfit(candidate: VersionCandidate, platform: Platform): Problem | undefined {
  return reasonsUnfit(candidate, platform)[0];
}

/** Why a version is not for this platform: LB7140 Kubernetes, LB7141 KubeSphere, LB7142 LuBan. Empty: it is. */
export function reasonsUnfit(candidate: VersionCandidate, platform: Platform): Problem[] {
  const { version, kubeVersion, ksVersion, lubanVersion } = candidate;
  const { platformVersion = PLATFORM_VERSION } = platform;
  const reasons: Problem[] = [];
  const check = (code: string, field: string, range: string | undefined, running: string, fits: typeof inRange) => {
    if (!range || fits(running, range)) return;
    reasons.push({
      code,
      params: {
        file: field === 'engines.luban' ? 'ui/extension.json' : 'extension.yaml',
        field,
        range: range.slice(0, 300),
        running,
        version,
      },
    });
  };
  check('LB7140', 'kubeVersion', kubeVersion, platform.kubeVersion, inRange);
  check('LB7141', 'ksVersion', ksVersion, platformVersion, inRange);
  check(
    'LB7142',
    'engines.luban',
    lubanVersion,
    platform.lubanVersion,
    (running, range) => range.length <= 512 && satisfies(running, range, { includePrerelease: true }),
  );
  return reasons;
}
