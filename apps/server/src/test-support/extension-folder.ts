import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExtensionManifest, Remote } from '@luban/manifest';

export interface ExtensionFolderOptions {
  name: string;
  version?: string;
  /** Path inside `ui/` to content. Default: an entry and a page. */
  files?: Record<string, string | Buffer>;
  /** Laid over the manifest that is made. */
  manifest?: Partial<ExtensionManifest>;
  /** Laid over its `remote`. */
  remote?: Partial<Remote>;
}

export const ENTRY = 'export const init = () => {}; export const get = () => {};\n';
export const PAGE = 'export default () => null;\n';

/** Writes an extension with one route `/clusters/:cluster/<name>` into `<folder>/ui`, manifest last as builds do. */
export async function writeExtension(folder: string, options: ExtensionFolderOptions): Promise<ExtensionManifest> {
  const { files = { 'entry.js': ENTRY, 'assets/page.js': PAGE, 'assets/page.css': '.a{color:red}\n' } } = options;
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'ui', path)), { recursive: true });
    await writeFile(join(folder, 'ui', path), content);
  }
  const manifest = extensionManifest(options, files);
  await mkdir(join(folder, 'ui'), { recursive: true });
  await writeFile(join(folder, 'ui', 'extension.json'), JSON.stringify(manifest));
  return manifest;
}

export function extensionManifest(
  options: ExtensionFolderOptions,
  files: Record<string, string | Buffer>,
): ExtensionManifest {
  const { name, version = '1.0.0' } = options;
  return {
    apiVersion: 'luban.dev/v1',
    name,
    version,
    displayName: { en: `The ${name}`, zh: `${name} 扩展` },
    description: { en: 'A small one' },
    framework: 'react',
    remote: {
      format: 'module',
      entry: 'entry.js',
      shared: { react: { range: '^19.0.0' } },
      modules: { './pages/Page': { js: ['entry.js', 'assets/page.js'], css: ['assets/page.css'], bytes: 100 } },
      integrity: mapValues(files, digest),
      bytes: mapValues(files, (content) => Buffer.byteLength(content)),
      ...options.remote,
    },
    contributes: {
      routes: [{ id: 'page', mount: 'cluster', path: name, title: name, component: { $ref: './pages/Page#default' } }],
      menus: [{ slot: 'cluster', id: 'page', title: name, route: 'page' }],
    },
    ...options.manifest,
  };
}

export function digest(content: string | Buffer): string {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

function mapValues<T, U>(record: Record<string, T>, make: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value)]));
}
