import type { RemoteRecord } from './composed-index.ts';
import type { ExtensionManifest } from './extension-manifest.ts';

/** What the loader needs of a manifest; undefined for an extension that brings data alone. */
export function remoteRecord(manifest: ExtensionManifest): RemoteRecord | undefined {
  if (!manifest.remote) return undefined;
  const record: RemoteRecord = { remote: manifest.remote, update: manifest.lifecycle?.update ?? 'ask-when-dirty' };
  if (manifest.lifecycle) record.lifecycle = manifest.lifecycle.module.$ref;
  const { i18n } = manifest.contributes;
  if (i18n) {
    record.i18n = { default: i18n.default, locales: i18n.locales };
    if (i18n.path !== undefined) record.i18n.path = i18n.path;
  }
  const { network, storage } = manifest.permissions ?? {};
  if (network || storage) record.permissions = { ...(network && { network }), ...(storage && { storage }) };
  return record;
}
