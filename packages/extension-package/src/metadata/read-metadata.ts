import { CONTENT_LIMITS } from '../limits.ts';
import type { Findings } from '../package-error.ts';
import { documentValue, readYaml } from '../yaml/read-yaml.ts';
import type { ExtensionMetadata } from './extension-metadata.ts';
import { Place, type ValueOf } from './field.ts';
import { type METADATA_FIELDS, readFields } from './metadata-fields.ts';

export const METADATA_FILE = 'extension.yaml';

/** The fields as they were written, checked. */
export type WrittenMetadata = ValueOf<typeof METADATA_FIELDS>;
export type ChartDependency = NonNullable<WrittenMetadata['dependencies']>[number];

/** @returns undefined when something is wrong, which `findings` says then */
export function readMetadata(content: Uint8Array, findings: Findings): WrittenMetadata | undefined {
  const documents = readYaml(content, METADATA_FILE, { limit: CONTENT_LIMITS.metadata }, findings);
  if (documents === undefined) return undefined;
  const [document] = documents;
  const value = document === undefined ? {} : documentValue(document, METADATA_FILE, findings);
  const place = new Place(findings, METADATA_FILE);
  if (documents.length > 1) return place.error('LB7117', { expected: 'one document', found: 'several' });
  const before = findings.errors.length;
  const written = readFields(value, place);
  const bad = new Set(findings.errors.slice(before).map(({ params }) => params.field));
  checkObjectName(value, bad, place);
  return findings.errors.length > before ? undefined : written;
}

/** With defaults filled in. */
export function completeMetadata(written: WrittenMetadata): ExtensionMetadata {
  const { apiVersion: _, dependencies: __, ...fields } = written;
  return {
    ...fields,
    keywords: fields.keywords ?? [],
    sources: fields.sources ?? [],
    maintainers: fields.maintainers ?? [],
    staticFileDirectory: fields.staticFileDirectory ?? 'static',
    screenshots: fields.screenshots ?? [],
    installationMode: fields.installationMode ?? 'HostOnly',
    images: fields.images ?? [],
    externalDependencies: (fields.externalDependencies ?? []).map((dependency) => ({
      ...dependency,
      type: dependency.type ?? 'extension',
      required: dependency.required ?? false,
    })),
    annotations: fields.annotations ?? {},
  };
}

/** `<name>-<version>` names the version's object, and is the value of a label. */
function checkObjectName(value: unknown, bad: ReadonlySet<unknown>, place: Place): void {
  if (typeof value !== 'object' || value === null || bad.has('name') || bad.has('version')) return;
  const { name, version } = value as { name?: unknown; version?: unknown };
  if (typeof name !== 'string' || typeof version !== 'string') return;
  const object = `${name}-${version}`;
  if (object.length <= 63 && /^[a-z\d.-]+$/.test(object)) return;
  place.below('version').error('LB7120', { found: object });
}
