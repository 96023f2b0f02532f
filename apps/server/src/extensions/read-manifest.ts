import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtensionManifest, Problem } from '@luban/manifest';
import { validateManifest } from '@luban/manifest/validate';
import { valid } from 'semver';
import { isMissing } from '../atomic-file.ts';
import { LIMITS, megabytes } from './limits.ts';

/** `extension.json` as it lies on disk. */
export interface ManifestFile {
  content: Buffer;
  manifest: ExtensionManifest;
  /** `sha256:…` */
  digest: string;
  /** `sha384-…` */
  integrity: string;
}

/** Codes of faults that leave nothing to name the extension by. */
const UNNAMED = new Set(['LB1006', 'LB1007']);

/**
 * Reads `extension.json` of a folder. A manifest with faults is returned nevertheless, as long as it has a name and a
 * version to show them under: the composer says what is wrong with the rest.
 *
 * @returns undefined when there is none; a problem when it cannot be taken
 */
export async function readManifest(ui: string): Promise<ManifestFile | Problem | undefined> {
  const path = join(ui, 'extension.json');
  try {
    const stats = await lstat(path);
    if (!stats.isFile()) return { code: 'LB1001', params: { reason: 'it is no regular file' } };
    if (stats.size > LIMITS.manifest) {
      return { code: 'LB1002', params: { size: megabytes(stats.size), limit: megabytes(LIMITS.manifest) } };
    }
    return parseManifest(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    return { code: 'LB1001', params: { reason: error instanceof Error ? error.message : String(error) } };
  }
}

export function parseManifest(content: Buffer): ManifestFile | Problem {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (error) {
    return { code: 'LB1001', params: { reason: (error as Error).message.slice(0, 200) } };
  }
  const fault = namelessness(value);
  if (fault !== undefined) return fault;
  return {
    content,
    manifest: value as ExtensionManifest,
    digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
    integrity: integrityOf(content),
  };
}

/** `sha384-…`, as browsers write it. */
export function integrityOf(content: Uint8Array): string {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

function namelessness(value: unknown): Problem | undefined {
  const { name, version } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (isName(name) && isVersion(version)) return undefined;
  const { errors } = validateManifest(value, { mode: 'runtime' });
  const named = errors.find((problem) => UNNAMED.has(problem.code)) ?? errors[0];
  return named ?? { code: 'LB1001', params: { reason: 'name or version is missing' } };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(value);
}

/** Versions are compared with each other, so it takes more than characters that may stand in a URL. */
function isVersion(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 64) return false;
  return /^\d+\.\d+\.\d+(?:[-+][\da-z.+-]+)?$/i.test(value) && valid(value) !== null;
}
