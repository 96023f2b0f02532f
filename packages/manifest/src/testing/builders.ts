import { API_VERSION, type ExtensionManifest } from '../extension-manifest.ts';
import { parseReference } from '../reference.ts';
import { contributionsOf } from '../rules/contributions.ts';
import type { HostFacts, IndexObjects, IndexUser, UIBundle } from '../ui-bundle.ts';

/**
 * A valid manifest named `acme`. Unless `overrides.remote` says otherwise, a remote is added that has a module and a
 * file for every reference in the contributions.
 */
export function manifest(overrides: Partial<ExtensionManifest> = {}): ExtensionManifest {
  const built: ExtensionManifest = {
    apiVersion: API_VERSION,
    name: 'acme',
    version: '1.0.0',
    contributes: {},
    ...overrides,
  };
  if (!Object.hasOwn(overrides, 'remote')) {
    const modules = referencedModules(built);
    if (modules.length > 0) built.remote = remote(modules);
  }
  return built;
}

/** The bundle of a manifest, or of one that is built from overrides. */
export function bundle(overrides: Partial<ExtensionManifest> = {}, changes: Partial<UIBundle['spec']> = {}): UIBundle {
  const built = manifest(overrides);
  return {
    apiVersion: 'extensions.luban.dev/v1alpha1',
    kind: 'UIBundle',
    metadata: {
      name: `${built.name}-${built.version}`,
      labels: { 'kubesphere.io/extension-ref': built.name },
    },
    spec: { version: built.version, manifest: built, digest: `sha256:${'0'.repeat(64)}`, ...changes },
    status: { state: 'Available' },
  };
}

export const TEST_HOST: HostFacts = {
  version: '0.1.0',
  build: 'test',
  shares: {
    react: '19.3.1',
    'react/jsx-runtime': '19.3.1',
    'react-dom': '19.3.1',
    'react-dom/client': '19.3.1',
    'react-router': '8.5.1',
    '@tanstack/react-query': '5.108.0',
    zustand: '5.1.0',
    '@luban/sdk': '0.1.0',
    '@luban/ui': '0.1.0',
  },
};

/** Input of `composeIndex`: bundles of these manifests, for a console with the usual shares. */
export function objects(
  manifests: readonly Partial<ExtensionManifest>[],
  rest: Partial<IndexObjects> = {},
): IndexObjects {
  return { bundles: manifests.map((each) => bundle(each)), host: TEST_HOST, ...rest };
}

/** A user who may do everything, unless told otherwise. */
export function indexUser(overrides: Partial<IndexUser> = {}): IndexUser {
  return { name: 'ada', can: () => true, hasResource: () => true, feature: () => true, ...overrides };
}

function remote(modules: string[]): NonNullable<ExtensionManifest['remote']> {
  const entry = 'remoteEntry.js';
  const fileOf = (module: string) => `assets/${module.slice(2).replaceAll('/', '-')}.js`;
  const files = [entry, ...modules.map(fileOf)];
  return {
    format: 'module',
    entry,
    shared: { react: { range: '^19.0.0' } },
    modules: Object.fromEntries(
      modules.map((module) => [module, { js: [entry, fileOf(module)], css: [], bytes: 2000 }]),
    ),
    integrity: Object.fromEntries(files.map((file) => [file, `sha384-${'A'.repeat(64)}`])),
    bytes: Object.fromEntries(files.map((file) => [file, 1000])),
  };
}

function referencedModules(built: ExtensionManifest): string[] {
  const references = [...contributionsOf(built)].flatMap(({ contribution }) => [
    contribution.component,
    contribution.handler,
    contribution.provider,
  ]);
  references.push(built.lifecycle?.module, built.replaces?.migrate);
  const modules = references.flatMap((reference) => (reference ? [parseReference(reference.$ref).module] : []));
  return [...new Set(modules)];
}
