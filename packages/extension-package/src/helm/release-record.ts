import { gunzipSync } from 'node:zlib';

/** What helm keeps of each revision of a release. Source: helm, pkg/release and pkg/storage/driver. */
export interface ReleaseRecord {
  revision: number;
  status: string;
  description?: string;
  chart?: { name?: string; version?: string };
  manifest: string;
  hooks: readonly string[];
}

/** Type of the Secrets, and the labels by which those of a release are found. */
export const RELEASE_SECRET = 'helm.sh/release.v1';
export const releaseSelector = (name: string): string => `owner=helm,name=${name}`;

const MOST_RECORD = 128 * 1024 * 1024;

/**
 * @param data field `release` of the Secret, as the API sends it
 * @throws when it is no record of helm's
 */
export function readReleaseRecord(data: string): ReleaseRecord {
  const packed = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
  const isZipped = packed[0] === 0x1f && packed[1] === 0x8b;
  const text = (isZipped ? gunzipSync(packed, { maxOutputLength: MOST_RECORD }) : packed).toString();
  return releaseOf(JSON.parse(text));
}

/** A release as helm prints it with `-o json`. */
export function releaseOf(json: unknown): ReleaseRecord {
  const release = record(json);
  const info = record(release.info);
  const chart = record(record(release.chart).metadata);
  const hooks = Array.isArray(release.hooks) ? release.hooks : [];
  return {
    revision: typeof release.version === 'number' ? release.version : 0,
    status: text(info.status) ?? 'unknown',
    description: text(info.description),
    chart: { name: text(chart.name), version: text(chart.version) },
    manifest: text(release.manifest) ?? '',
    hooks: hooks.map((hook) => text(record(hook).manifest) ?? '').filter((manifest) => manifest !== ''),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
