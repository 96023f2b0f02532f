import type { ExtensionManifest, Problem } from '@luban/manifest';
import { validateManifest } from '@luban/manifest/validate';
import { wrapStylesheets } from '../css/wrap-stylesheets.ts';
import { refuse } from './build-error.ts';
import { checkBudgets } from './check-budgets.ts';
import type { BundleOutput, ExtensionSource } from './extension-source.ts';
import { makeManifest } from './make-manifest.ts';
import { packageIcon } from './package-icon.ts';

/** A finished extension: everything that belongs into `ui/`, `extension.json` included. */
export interface BuiltExtension {
  manifest: ExtensionManifest;
  /** Path inside `ui/` to content. */
  files: Map<string, Uint8Array>;
  /** Things that an author should look at, though the extension works. */
  warnings: Problem[];
}

/**
 * Makes the contents of `ui/` from what the author wrote and what the bundler made of it: wraps style sheets, adds
 * catalogues and icon, lists and hashes every file, and validates the manifest. The same input gives the same bytes.
 * Throws a `BuildError`.
 */
export async function finishExtension(source: ExtensionSource, output: BundleOutput): Promise<BuiltExtension> {
  const hasCode = Object.keys(source.exposes).length > 0;
  const files = new Map(hasCode ? output.files : []);
  confineStyles(files, source.metadata.name);
  for (const [locale, catalogue] of Object.entries(source.catalogues)) {
    files.set(`locales/${locale}.json`, encode(`${JSON.stringify(catalogue, null, 2)}\n`));
  }
  const { icon, file } = await packageIcon(source.root, source.metadata.icon);
  if (file) files.set(file.path, file.content);

  const manifest = makeManifest(source, hasCode ? output : undefined, files, icon);
  const validation = validateManifest(manifest, { mode: 'author' });
  refuse([...validation.errors, ...checkBudgets(manifest)]);
  files.set('extension.json', encode(`${JSON.stringify(manifest, null, 2)}\n`));
  return { manifest, files, warnings: validation.warnings };
}

function confineStyles(files: Map<string, Uint8Array>, name: string): void {
  const decoder = new TextDecoder();
  const sheets = new Map<string, string>();
  for (const [file, content] of files) if (file.endsWith('.css')) sheets.set(file, decoder.decode(content));
  const wrapped = wrapStylesheets(sheets, name);
  refuse(wrapped.problems);
  for (const [file, css] of wrapped.sheets) files.set(file, encode(css));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
