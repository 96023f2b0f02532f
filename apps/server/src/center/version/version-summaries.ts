import type { Card, VersionSummary } from '@luban/manifest/center-api';
import { type ExtensionVersionObject, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import { reasonsAgainst } from '../catalogue/fitness.ts';
import type { PlatformVersions } from '../platform-versions.ts';

/** @param versions the newest first */
export function versionSummaries(
  versions: readonly ExtensionVersionObject[],
  { recommendedVersion, installation }: Card,
  platform: PlatformVersions,
): VersionSummary[] {
  return versions.map((object) => {
    const { metadata, spec } = object;
    const version = spec!.version!;
    const repository = metadata.labels?.[KUBESPHERE_LABELS.repository] ?? spec?.repository;
    const created = spec?.created ?? metadata.creationTimestamp;
    return {
      version,
      ...(repository && { repository }),
      ...(created && { created }),
      reasons: reasonsAgainst(object, platform),
      recommended: version === recommendedVersion,
      installed: version === installation?.version,
    };
  });
}
