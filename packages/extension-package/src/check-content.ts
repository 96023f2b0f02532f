import { isMap, isScalar } from 'yaml';
import type { ChartScan } from './chart/chart-scan.ts';
import { CHART_FILE, readChart } from './chart/read-chart.ts';
import type { ExtensionPackage } from './extension-package.ts';
import { type FileLookup, resolveIcon, resolveScreenshot } from './images/package-images.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { isRecord, Place } from './metadata/field.ts';
import { completeMetadata, METADATA_FILE, readMetadata, type WrittenMetadata } from './metadata/read-metadata.ts';
import { type NeededFiles, SCHEMA_FILE, VALUES_FILE } from './needed-files.ts';
import type { Findings } from './package-error.ts';
import { PERMISSIONS_FILE, readPermissions } from './permissions/read-permissions.ts';
import { readTexts } from './texts/package-texts.ts';
import { INTERFACE_FILE, readInterface } from './ui/read-interface.ts';
import { readText, readYaml } from './yaml/read-yaml.ts';

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

/** Longest name of a helm release. */
const RELEASE = 53;
/** Whose secrets an extension could read there. */
const SHARED_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kubesphere-system'];
const OWN_NAMESPACE = 'luban-system';

/** Where the extension is going to be: the release is named like it, and that of an agent has `-agent` behind the name. */
function checkPlaces(metadata: WrittenMetadata, hasObjects: boolean, place: Place): void {
  const { name, namespace, installationMode } = metadata;
  const longest = RELEASE - (installationMode === 'Multicluster' ? '-agent'.length : 0);
  if (hasObjects && name.length > longest) place.below('name').error('LB7145', { found: name, limit: longest });
  if (namespace === OWN_NAMESPACE) place.below('namespace').error('LB7144', { found: namespace });
  else if (namespace !== undefined && SHARED_NAMESPACES.includes(namespace)) {
    place.below('namespace').warn('LB7144', { found: namespace });
  }
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

/** As they were written: their comments explain them. */
function readValues(content: Uint8Array | undefined, findings: Findings): string {
  if (content === undefined) return '';
  const options = { limit: CONTENT_LIMITS.values, size: 40_000, duplicates: 'warning' } as const;
  const documents = readYaml(content, VALUES_FILE, options, findings);
  const [first] = documents ?? [];
  const root = first?.contents ?? null;
  if (root !== null && !isMap(root) && !(isScalar(root) && root.value === null)) {
    new Place(findings, VALUES_FILE).error('LB7117', { expected: 'map', found: 'other' });
  }
  return documents === undefined ? '' : (readText(content, VALUES_FILE, CONTENT_LIMITS.values, findings) ?? '');
}

function readSchema(content: Uint8Array | undefined, findings: Findings): unknown {
  const text = content && readText(content, SCHEMA_FILE, CONTENT_LIMITS.values, findings);
  if (text === undefined) return undefined;
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    return findings.error('LB7135', SCHEMA_FILE, { reason: (error as Error).message.slice(0, 200) });
  }
  const place = new Place(findings, SCHEMA_FILE);
  if (!isRecord(schema)) return place.error('LB7117', { expected: 'map', found: 'other' });
  const { type, properties } = schema;
  if (type !== undefined && type !== 'object')
    return place.below('type').error('LB7124', { found: String(type), allowed: 'object' });
  if (properties !== undefined && !isRecord(properties)) {
    return place.below('properties').error('LB7117', { expected: 'map', found: 'other' });
  }
  return schema;
}
