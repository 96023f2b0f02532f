import type { ExtensionManifest, Problem, UIBundle } from '@luban/manifest';
import { composeIndex } from '@luban/manifest/compose';
import type { ExtensionSource } from '../../extensions/extension-source.ts';
import { problemsByExtension, withoutRepetition } from '../../extensions/extension-summary.ts';
import type { IndexService } from '../../live/index-service.ts';

/** For looking at extensions as such, with nothing left out. */
const ANYBODY = { can: () => true, hasResource: () => undefined, feature: () => false };

/**
 * What would be in conflict or left out if the interface were in force: of the extension itself, and of others that are sound
 * now. Who wins by an administrator's choice would win here.
 *
 * @param manifest absent: the version has no interface
 */
export function indexConflicts(
  extension: string,
  manifest: ExtensionManifest | undefined,
  { source, index }: { source: ExtensionSource; index: IndexService },
): Problem[] {
  const listing = source.list();
  const others = listing.extensions.filter(({ name }) => name !== extension);
  const bundles = others.map(({ active, state }) => bundleOf(active.name, active.version, active.manifest, state));
  if (manifest !== undefined) bundles.push(bundleOf(extension, manifest.version, manifest, 'Available'));
  const { version, build, shares } = index.host;
  const composed = composeIndex(
    {
      bundles,
      host: { version, build, shares },
      overrides: index.choices,
      builtin: listing.extensions.filter(({ active }) => active.origin === 'builtin').map(({ name }) => name),
    },
    ANYBODY,
    'en',
  );
  const before = problemsByExtension(index.view('en').index);
  const after = problemsByExtension(composed);
  const found: Problem[] = [];
  for (const [name, problems] of after) {
    const known = new Set((before.get(name) ?? []).map(textOf));
    for (const problem of problems) {
      if (name === extension || !known.has(textOf(problem))) found.push({ extension: name, ...problem });
    }
  }
  return withoutRepetition(found);
}

function bundleOf(
  name: string,
  version: string,
  manifest: ExtensionManifest,
  state: 'Available' | 'Disabled',
): UIBundle {
  return {
    apiVersion: 'extensions.luban.dev/v1alpha1',
    kind: 'UIBundle',
    metadata: { name },
    spec: { version, manifest, digest: '' },
    status: { state },
  };
}

function textOf({ code, params }: Problem): string {
  return JSON.stringify([code, params]);
}
