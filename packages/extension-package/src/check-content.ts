import type { ChartScan } from './chart/chart-scan.ts';
import { CHART_FILE, readChart } from './chart/read-chart.ts';
import type { ExtensionPackage } from './extension-package.ts';
import { type FileLookup, resolveIcon, resolveScreenshot } from './images/package-images.ts';
import { checkPlaces } from './metadata/check-places.ts';
import { Place } from './metadata/field.ts';
import { completeMetadata, METADATA_FILE, readMetadata, type WrittenMetadata } from './metadata/read-metadata.ts';
import type { NeededFiles } from './needed-files.ts';
import type { Findings } from './package-error.ts';
import { PERMISSIONS_FILE, readPermissions } from './permissions/read-permissions.ts';
import { readTexts } from './texts/package-texts.ts';
import { INTERFACE_FILE, readInterface } from './ui/read-interface.ts';
import { readSchema, readValues, SCHEMA_FILE, VALUES_FILE } from './values/read-values.ts';

type Content = Omit<ExtensionPackage, 'digest' | 'size' | 'files' | 'warnings'>;

/**
 * Everything that the files of a package say.
 *
 * @param all every path of the package
 * @throws PackageError with all errors
 */
export function checkContent(
  needed: NeededFiles,
  all: { has(path: string): boolean },
  scan: ChartScan,
  findings: Findings,
): Content {
  const written = needed.get(METADATA_FILE);
  if (written === undefined && !all.has(METADATA_FILE)) findings.error('LB7115', METADATA_FILE);
  const metadata = written && readMetadata(written, findings);
  const chart = readChart(needed.get(CHART_FILE), scan, metadata, findings);
  const permissions = readPermissions(needed.get(PERMISSIONS_FILE), findings);
  const texts = readTexts(needed.texts(), findings);
  const values = readValues(needed.get(VALUES_FILE), findings);
  const valuesSchema = readSchema(needed.get(SCHEMA_FILE), findings);
  const manifest = needed.get(INTERFACE_FILE);
  const ui = manifest && readInterface(manifest, metadata, findings);
  const lookup: FileLookup = (path) => needed.get(path) ?? (all.has(path) ? undefined : 'absent');
  const images = metadata && resolveImages(metadata, lookup, new Place(findings, METADATA_FILE));
  if (metadata) checkPlaces(metadata, chart.hasObjects, new Place(findings, METADATA_FILE));

  findings.conclude(metadata && { extension: metadata.name, version: metadata.version });
  return {
    metadata: completeMetadata(metadata!),
    permissions,
    chart,
    ...texts,
    values,
    ...(valuesSchema !== undefined && { valuesSchema }),
    ...images!,
    ...(ui !== undefined && { ui }),
  };
}

function resolveImages({ icon, screenshots = [] }: WrittenMetadata, lookup: FileLookup, place: Place) {
  const resolved = screenshots.map((one, index) =>
    resolveScreenshot(one, lookup, place.below('screenshots').below(index)),
  );
  return {
    icon: resolveIcon(icon, lookup, place.below('icon')) ?? '',
    screenshots: resolved.filter((one) => one !== undefined),
  };
}
