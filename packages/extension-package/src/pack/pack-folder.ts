import { writeArchive } from '../archive/write-archive.ts';
import { CHART_FILE } from '../chart/read-chart.ts';
import type { ExtensionPackage } from '../extension-package.ts';
import { type FileLookup, normalPath, resolveIcon } from '../images/package-images.ts';
import { Place } from '../metadata/field.ts';
import { METADATA_FILE, readMetadata, type WrittenMetadata } from '../metadata/read-metadata.ts';
import { Findings, refusal } from '../package-error.ts';
import { PERMISSIONS_FILE } from '../permissions/read-permissions.ts';
import { type ReadOptions, readPackage } from '../read-package.ts';
import { isPackageText } from '../texts/package-texts.ts';
import { INTERFACE_FILE } from '../ui/read-interface.ts';
import { SCHEMA_FILE, VALUES_FILE } from '../values/read-values.ts';
import { chartYaml } from './chart-yaml.ts';
import { FolderFiles } from './folder-files.ts';

export interface PackedFolder {
  /** `.tgz`. The same files make the same bytes. */
  archive: Uint8Array;
  package: ExtensionPackage;
  /** Names directly in the folder that are no part of a package, such as `src`. */
  leftOut: string[];
}

const FILES = [METADATA_FILE, PERMISSIONS_FILE, VALUES_FILE, SCHEMA_FILE, 'applicationclass.yaml'];
/** What the interface is built from. */
const DEFINITION = 'extension.ts';
const FOLDERS = ['charts', 'templates', 'crds', 'files', 'ui'];
const NOTICE = /^NOTICE(?:\.(?:md|txt))?$/;

/**
 * Makes the package of an extension from its author's folder: `extension.yaml`, `permissions.yaml`, values and their
 * schema, README, changelog and licence, the images, `charts/`, `templates/`, `crds/`, `files/`, and the built `ui/`.
 * `Chart.yaml` is written anew. Nothing else of the folder is taken, so that no source or secret gets in by accident.
 *
 * @throws PackageError with what is wrong
 */
export async function packFolder(folder: string, options: Pick<ReadOptions, 'keep'> = {}): Promise<PackedFolder> {
  const source = await FolderFiles.open(folder);
  if (!(await source.add(METADATA_FILE))) throw refusal('LB7115', METADATA_FILE);
  // Its faults are reported with all others below, by the reader.
  const metadata = readMetadata(source.files.get(METADATA_FILE)!, new Findings());
  const pictures = [metadata?.icon ?? '', ...(metadata?.screenshots ?? [])].map(normalPath);
  const folders = new Set([...FOLDERS, normalPath(metadata?.staticFileDirectory ?? 'static')]);

  const leftOut: string[] = [];
  for (const name of await source.names()) {
    if (name === CHART_FILE) continue;
    const isTaken = FILES.includes(name) || folders.has(name) || isPackageText(name) || NOTICE.test(name);
    if (isTaken) await source.add(name);
    else leftOut.push(name);
  }
  for (const path of pictures) if (path !== undefined) await source.add(path);

  if (leftOut.includes(DEFINITION) && !source.files.has(INTERFACE_FILE)) throw refusal('LB7146', INTERFACE_FILE);

  const files = new Map(source.files);
  files.set(CHART_FILE, Buffer.from(chartYaml(metadata ?? UNKNOWN, iconOf(metadata, files))));
  const archive = await writeArchive(metadata?.name ?? UNKNOWN.name, files);
  const missing = leftOut.filter((name) => !files.has(name));
  return { archive, package: await readPackage(archive, options), leftOut: missing };
}

/** For as long as it takes to say what is wrong. */
const UNKNOWN = { name: 'unknown', version: '0.0.0' };

function iconOf(metadata: WrittenMetadata | undefined, files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const lookup: FileLookup = (path) => files.get(path) ?? 'absent';
  return metadata && resolveIcon(metadata.icon, lookup, new Place(new Findings(), METADATA_FILE));
}
