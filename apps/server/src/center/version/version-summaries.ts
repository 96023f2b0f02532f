import type { Problem } from '@luban/manifest';
import type { Card, VersionSummary } from '@luban/manifest/center-api';
import { CATALOGUE_MARKS } from '../../catalogue/catalogue-marks.ts';
import { type ExtensionVersionObject, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import type { PlatformVersions } from '../../catalogue/platform.ts';
import { recordOf } from '../../extension-api/json.ts';
import { reasonsAgainst } from '../catalogue/fitness.ts';

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
    const marks = metadata.annotations ?? {};
    const problem = problemIn(marks[CATALOGUE_MARKS.problem]);
    const created = spec?.created ?? metadata.creationTimestamp;
    return {
      version,
      ...(repository && { repository }),
      ...(created && { created }),
      reasons: reasonsAgainst(object, platform),
      recommended: version === recommendedVersion,
      installed: version === installation?.version,
      ...(marks[CATALOGUE_MARKS.withdrawn] !== undefined && { withdrawn: true }),
      ...(problem !== undefined && { problem }),
    };
  });
}

/** What a controller wrote down; anything else that stands there is none. */
function problemIn(text: string | undefined): Problem | undefined {
  if (text === undefined) return undefined;
  try {
    const { code, params } = recordOf(JSON.parse(text));
    if (typeof code !== 'string' || !/^LB\d{4}$/.test(code)) return undefined;
    const known = Object.entries(recordOf(params)).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    );
    return { code, params: Object.fromEntries(known) };
  } catch {
    return undefined;
  }
}
