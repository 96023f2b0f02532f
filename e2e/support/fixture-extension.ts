/**
 * Writes whole extensions without any bundler, so that a test can make exactly the extension it needs: right ones, and
 * ones that are wrong in one respect. The format is the public one: an ES container with `init` and `get`, wrapped CSS,
 * `extension.json` with sizes and digests.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Contributions, ExtensionManifest, Remote, SharedRequirement } from '@luban/manifest';
import { containerSource, scopedStyle } from './fixture-code.ts';

export interface Fixture {
  name: string;
  /** Default: `1.0.0`. */
  version?: string;
  /** English display name. Default: `name`. */
  title?: string;
  /** Exposed module, such as `./page`, to its source. See `fixture-code.ts` for ready ones. */
  modules?: Record<string, string>;
  /** Further files below `ui/`: path to content. */
  files?: Record<string, string>;
  /** Files of `files` that belong to a module besides its own: module to paths. */
  chunks?: Record<string, string[]>;
  /** Style sheet of a module, unwrapped. */
  styles?: Record<string, string>;
  /** Default: React and its JSX run time, and the SDK. */
  shared?: Record<string, SharedRequirement>;
  contributes?: Contributions;
  /** Replaces the container. */
  entry?: string;
  /** Further members of the manifest. */
  manifest?: Partial<ExtensionManifest>;
  /** Last hand on the manifest before it is written; what it returns is written as it is. */
  edit?: (manifest: ExtensionManifest) => unknown;
}

export const DEFAULT_SHARED: Record<string, SharedRequirement> = {
  react: { range: '^19.0.0', singleton: true },
  'react/jsx-runtime': { range: '^19.0.0', singleton: true },
  '@luban/sdk': { range: '^0.1.0', singleton: true },
};

/** Path below the extension's folder, to content. */
export function fixtureFiles(fixture: Fixture): Record<string, string> {
  const assets = assetsOf(fixture);
  const manifest = manifestOf(fixture, assets);
  const files: Record<string, string> = { 'extension.yaml': packageMetadata(fixture) };
  for (const [path, content] of Object.entries(assets)) files[`ui/${path}`] = content;
  const edited = fixture.edit ? fixture.edit(manifest) : manifest;
  files['ui/extension.json'] = typeof edited === 'string' ? edited : `${JSON.stringify(edited, undefined, 2)}\n`;
  return files;
}

/** Writes `<root>/<name>/…` and returns that folder. */
export async function writeExtension(root: string, fixture: Fixture, folderName = fixture.name): Promise<string> {
  const folder = join(root, folderName);
  for (const [path, content] of Object.entries(fixtureFiles(fixture))) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

export async function writeExtensions(root: string, fixtures: readonly Fixture[]): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const fixture of fixtures) await writeExtension(root, fixture);
}

export const digest = (content: string) => `sha384-${createHash('sha384').update(content).digest('base64')}`;

/** `./pages/Overview` → `pages-overview.js` */
export const moduleFile = (module: string) => `${module.replace(/^\.\//, '').replaceAll('/', '-').toLowerCase()}.js`;

const styleFile = (module: string) => moduleFile(module).replace(/\.js$/, '.css');

function assetsOf(fixture: Fixture): Record<string, string> {
  const { modules = {}, styles = {}, files = {} } = fixture;
  const assets: Record<string, string> = { ...files };
  if (Object.keys(modules).length > 0 || fixture.entry !== undefined) {
    assets['entry.js'] = fixture.entry ?? containerSource(Object.keys(modules).map((key) => [key, moduleFile(key)]));
  }
  for (const [module, source] of Object.entries(modules)) assets[moduleFile(module)] = source;
  for (const [module, style] of Object.entries(styles)) assets[styleFile(module)] = scopedStyle(fixture.name, style);
  return assets;
}

function manifestOf(fixture: Fixture, assets: Record<string, string>): ExtensionManifest {
  const { name, version = '1.0.0', title = name, contributes = {} } = fixture;
  return {
    apiVersion: 'luban.dev/v1',
    name,
    version,
    displayName: { en: title },
    description: { en: `Made by a test: ${name}` },
    ...(assets['entry.js'] === undefined ? {} : { remote: remoteOf(fixture, assets) }),
    contributes,
    ...fixture.manifest,
  };
}

function remoteOf(fixture: Fixture, assets: Record<string, string>): Remote {
  const { modules = {}, styles = {}, chunks = {}, shared = DEFAULT_SHARED } = fixture;
  const bytesOf = (paths: string[]) => paths.reduce((sum, path) => sum + Buffer.byteLength(assets[path] ?? ''), 0);
  const entries = Object.keys(modules).map((module) => {
    const js = ['entry.js', moduleFile(module), ...(chunks[module] ?? [])];
    const css = styles[module] === undefined ? [] : [styleFile(module)];
    return [module, { js, css, bytes: bytesOf([...js, ...css]) }] as const;
  });
  return {
    format: 'module',
    entry: 'entry.js',
    bundler: 'none',
    shared,
    modules: Object.fromEntries(entries),
    integrity: mapValues(assets, digest),
    bytes: mapValues(assets, (content) => Buffer.byteLength(content)),
  };
}

/** YAML is a superset of JSON. */
function packageMetadata({ name, version = '1.0.0', title = name }: Fixture): string {
  const metadata = {
    apiVersion: 'kubesphere.io/v1alpha1',
    name,
    version,
    displayName: { en: title },
    description: { en: `Made by a test: ${name}` },
    provider: { en: { name: 'Tests' } },
  };
  return `${JSON.stringify(metadata, undefined, 2)}\n`;
}

const mapValues = <T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
