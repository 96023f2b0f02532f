import type { IndexRoute, Remote } from '@luban/manifest';
import { ALIASES } from '../assets/extension-assets.ts';
import type { HostBuild } from '../console/console-build.ts';
import { type Bundle, baseOf } from '../extensions/bundle.ts';
import { listedFiles } from '../extensions/listed-files.ts';
import { attributes } from './html.ts';

/** What the browser is told about the files of the extension that owns the URL, before any script runs. */
export interface Hints {
  /** URL to `sha384-…`, for the import map. */
  integrity: Record<string, string>;
  /** `<link>` tags. */
  links: string;
}

export const NO_HINTS: Hints = { integrity: {}, links: '' };

/**
 * Everything that the route's page needs is fetched at once, and by nothing that integrity does not cover: the map of
 * digests names all scripts of the extension, by every path that they may be asked for.
 */
export function routeHints(route: IndexRoute, bundle: Bundle, host: HostBuild): Hints {
  const { remote } = bundle.manifest;
  if (remote === undefined) return NO_HINTS;
  const base = baseOf(bundle);
  const files = listedFiles(bundle.manifest);
  const wanted = modulesOf(remote, route.component, bundle.manifest.lifecycle?.module.$ref);
  const links = [
    ...hostFiles(remote, host).map((path) =>
      path.endsWith('.css') ? fetched('style', `/${path}`) : link({ rel: 'modulepreload', href: `/${path}` }),
    ),
    ...wanted.js.map((path) => preload(remote, base + path, files.get(path))),
    ...wanted.css.map((path) => fetched('style', base + path, files.get(path))),
  ];
  return { integrity: scriptIntegrity(base, files), links: links.join('\n') };
}

function scriptIntegrity(base: string, files: Map<string, string>): Record<string, string> {
  const scripts = [...files].filter(([path]) => /\.m?js$/i.test(path));
  return Object.fromEntries(
    scripts.flatMap(([path, digest]) =>
      ['', ...ALIASES.map((alias) => `${alias}/`)].map((alias) => [base + alias + path, digest]),
    ),
  );
}

function modulesOf(remote: Remote, ...references: (string | undefined)[]): { js: string[]; css: string[] } {
  const modules = references.flatMap((reference) => {
    const name = reference?.split('#', 1)[0] ?? '';
    return Object.hasOwn(remote.modules, name) ? [remote.modules[name]!] : [];
  });
  return {
    js: [...new Set(modules.flatMap((module) => module.js))],
    css: [...new Set(modules.flatMap((module) => module.css))],
  };
}

/** What the console itself needs to show the page: its engine, and the packages that the remote shares. */
function hostFiles(remote: Remote, host: HostBuild): string[] {
  const shared = Object.keys(remote.shared).flatMap((name) =>
    Object.hasOwn(host.shareFiles, name) ? host.shareFiles[name]! : [],
  );
  const withEntry = new Set([host.entry.js, ...host.entry.css, ...host.entry.imports]);
  return [...new Set([...host.ahead, ...shared])].filter((path) => !withEntry.has(path));
}

function preload(remote: Remote, href: string, integrity: string | undefined): string {
  return remote.format === 'module'
    ? link({ rel: 'modulepreload', href, integrity })
    : fetched('script', href, integrity);
}

/** Taken over only by a tag that asks in the same way, and the kernel's tags ask by CORS as integrity wants it. */
function fetched(as: 'style' | 'script', href: string, integrity?: string): string {
  return link({ rel: 'preload', as, crossorigin: 'anonymous', href, integrity });
}

function link(values: Record<string, string | undefined>): string {
  return `<link${attributes(values)}>`;
}
