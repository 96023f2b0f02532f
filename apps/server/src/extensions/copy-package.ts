import { copyFile, lstat, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { validateManifest } from '@luban/manifest/validate';
import { parse } from 'yaml';
import { readIfPresent } from '../atomic-file.ts';
import { Refusal } from '../refusal.ts';
import { LIMITS, megabytes } from './limits.ts';
import { readBundle } from './read-bundle.ts';
import { type ManifestFile, readManifest } from './read-manifest.ts';

/** What was copied: the extension's name, its version and the `sha256:…` of its manifest. */
export interface CopiedPackage {
  name: string;
  version: string;
  digest: string;
}

/**
 * Copies a package, and of it only what its manifest lists, after checking all of it.
 *
 * @param folder holds `ui/extension.json` and perhaps `extension.yaml`
 * @param target does not exist yet; the caller removes it on failure
 * @throws Refusal with the number of what is wrong
 */
export async function copyPackage(folder: string, target: string): Promise<CopiedPackage> {
  const ui = join(folder, 'ui');
  const file = await validManifest(ui);
  await mkdir(join(target, 'ui'), { recursive: true });
  await copyMetadata(folder, target, file);
  await writeFile(join(target, 'ui', 'extension.json'), file.content);
  for await (const { path, content } of readBundle(ui, file)) {
    const place = join(target, 'ui', ...path.split('/'));
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
  }
  return { name: file.manifest.name, version: file.manifest.version, digest: file.digest };
}

async function validManifest(ui: string): Promise<ManifestFile> {
  const file = await readManifest(ui);
  if (file === undefined) throw new Refusal(422, 'LB5013', { folder: ui });
  if ('code' in file) throw new Refusal(422, file.code, file.params);
  const [error] = validateManifest(file.manifest, { mode: 'runtime' }).errors;
  if (error !== undefined) throw new Refusal(422, error.code, error.params);
  return file;
}

/** `extension.yaml` is for people and other tools; here it only must not contradict the manifest. */
async function copyMetadata(folder: string, target: string, { manifest }: ManifestFile): Promise<void> {
  const path = join(folder, 'extension.yaml');
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return;
  if (!stats.isFile()) throw new Refusal(422, 'LB5009', { path: 'extension.yaml' });
  if (stats.size > LIMITS.metadata) {
    throw new Refusal(413, 'LB5010', { what: 'extension.yaml', limit: megabytes(LIMITS.metadata) });
  }
  const { name, version } = readYaml((await readIfPresent(path))!.toString('utf8'));
  if (name !== manifest.name || String(version) !== manifest.version) {
    const reason = `extension.yaml says ${name} ${version}, ui/extension.json says ${manifest.name} ${manifest.version}`;
    throw new Refusal(422, 'LB5008', { reason });
  }
  await copyFile(path, join(target, 'extension.yaml'));
}

function readYaml(text: string): { name?: unknown; version?: unknown } {
  try {
    return (parse(text, { maxAliasCount: 20 }) ?? {}) as { name?: unknown; version?: unknown };
  } catch (error) {
    throw new Refusal(422, 'LB5008', { reason: `extension.yaml: ${(error as Error).message.split('\n', 1)[0]}` });
  }
}
