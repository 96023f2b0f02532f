import path from 'node:path';
import { BuildError } from './build-error.ts';
import { definitionProblem } from './definition-problem.ts';
import { DEFINITION_FILE, evaluateDefinition } from './evaluate-definition.ts';
import type { ExtensionDefinition, ExtensionSource } from './extension-source.ts';
import { readCatalogues } from './read-catalogues.ts';
import { METADATA_FILE, readMetadata } from './read-metadata.ts';
import { resolveReferences } from './resolve-references.ts';
import { translateManifest } from './translate-manifest.ts';

/** Reads an extension's folder: `extension.yaml`, `extension.ts`, `locales/`. Throws a `BuildError`. */
export async function readExtension(root: string): Promise<ExtensionSource> {
  const [metadata, evaluated, catalogues] = await Promise.all([
    readMetadata(root),
    evaluateDefinition(root),
    readCatalogues(root),
  ]);
  const resolved = await resolveReferences(evaluated, root);
  const definition = checkDefinition(resolved.definition);
  const i18n = translateManifest(definition, catalogues);
  if (i18n) definition.contributes.i18n = i18n;
  const locales = Object.keys(catalogues).map((locale) => `locales/${locale}.json`);
  return {
    root,
    metadata,
    definition,
    exposes: resolved.exposes,
    catalogues,
    files: [METADATA_FILE, DEFINITION_FILE, ...locales].map((file) => path.join(root, file)),
  };
}

/** Its shape in full is checked by `validateManifest` at the end; here only what the build itself touches. */
function checkDefinition(value: unknown): ExtensionDefinition {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fault('the default export is not an object');
  const definition = { ...value } as Record<string, unknown>;
  for (const field of ['apiVersion', 'name', 'version', 'displayName', 'description', 'icon', 'provider', 'remote']) {
    if (field in definition)
      fault('this field is filled in by the build; the metadata belong to extension.yaml', field);
  }
  definition.contributes ??= {};
  if (typeof definition.contributes !== 'object') fault('it is not an object', 'contributes');
  return definition as ExtensionDefinition;
}

function fault(reason: string, field = ''): never {
  throw new BuildError([definitionProblem(DEFINITION_FILE, field, reason)]);
}
