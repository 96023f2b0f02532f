import { createHash } from 'node:crypto';
import type { ExtensionManifest, Problem } from '@luban/manifest';
import { validateManifest } from '@luban/manifest/validate';
import { CONTENT_LIMITS } from '../limits.ts';
import type { WrittenMetadata } from '../metadata/read-metadata.ts';
import type { Findings } from '../package-error.ts';
import { readText } from '../yaml/read-yaml.ts';

export const INTERFACE_FILE = 'ui/extension.json';

/** The user interface that the package brings. @returns undefined when it is wrong, which `findings` says then */
export function readInterface(
  content: Uint8Array,
  metadata: WrittenMetadata | undefined,
  findings: Findings,
): { manifest: ExtensionManifest; digest: string } | undefined {
  const text = readText(content, INTERFACE_FILE, CONTENT_LIMITS.manifest, findings);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return findings.error('LB7135', INTERFACE_FILE, { reason: (error as Error).message.slice(0, 200) });
  }
  const { manifest, errors, warnings } = validateManifest(value, { mode: 'runtime', bytes: content.length });
  const inFile = ({ code, params }: Problem): [string, string, Problem['params']] => [code, INTERFACE_FILE, params];
  for (const error of errors) findings.error(...inFile(error));
  for (const warning of warnings) findings.warn(...inFile(warning));
  if (manifest === undefined) return undefined;
  for (const field of ['name', 'version'] as const) {
    if (metadata !== undefined && manifest[field] !== metadata[field]) {
      findings.error('LB7132', INTERFACE_FILE, { field, found: manifest[field], expected: metadata[field] });
    }
  }
  return { manifest, digest: `sha256:${createHash('sha256').update(content).digest('hex')}` };
}
