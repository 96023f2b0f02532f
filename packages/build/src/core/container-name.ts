import type { ExtensionMetadata } from './extension-source.ts';

/** An identifier that no other version and no other extension has: `acme_metrics__1_2_0`. */
export function containerName({ name, version }: ExtensionMetadata): string {
  return `ext_${name}__${version}`.replace(/[^A-Za-z0-9_]/g, '_');
}
