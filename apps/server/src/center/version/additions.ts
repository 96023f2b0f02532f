import { type ExtensionManifest, routePattern } from '@luban/manifest';
import type { Additions, Texts } from '@luban/manifest/center-api';
import { catalogueText, textKey } from '@luban/manifest/compose';

const COUNTED = ['columns', 'tabs', 'actions', 'commands', 'services', 'themes', 'quickAccess'] as const;

/** What an interface adds to the console. */
export function additionsOf(manifest: ExtensionManifest): Additions {
  const { routes = [], menus = [], slots = [], settings } = manifest.contributes;
  const text = (value: string) => inAllLanguages(manifest, value);
  const counts: [string, number][] = COUNTED.map((kind) => [kind, manifest.contributes[kind]?.length ?? 0]);
  counts.push(['settings', Object.keys(settings?.properties ?? {}).length]);
  counts.push(['slotDefinitions', manifest.provides?.slots?.length ?? 0]);
  return {
    routes: routes.map((route) => ({ title: text(route.title), path: pathOf(route) })),
    menus: menus.map(({ title, slot }) => ({ title: text(title), slot })),
    slots: slots.map(({ slot, title }) => ({ slot, ...(title !== undefined && { title: text(title) }) })),
    others: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    bytes: bytesOf(manifest),
  };
}

/** Where the page will be, without what says that it owns everything below. */
function pathOf(route: Parameters<typeof routePattern>[0]): string {
  return routePattern(route).replace(/\/\*$/, '') || '/';
}

function inAllLanguages(manifest: ExtensionManifest, value: string): Texts {
  const key = textKey(value);
  if (key === undefined) return { en: value };
  const languages = Object.keys(manifest.contributes.i18n?.manifest ?? {});
  const texts = languages.flatMap((language) => {
    const found = catalogueText(manifest, key, language);
    return found === undefined ? [] : [[language, found] as const];
  });
  return texts.length === 0 ? { en: key } : Object.fromEntries(texts);
}

function bytesOf({ remote }: ExtensionManifest): Additions['bytes'] {
  const bytes = { js: 0, css: 0, other: 0 };
  for (const [path, size] of Object.entries(remote?.bytes ?? {})) {
    const kind = /\.m?js$/.test(path) ? 'js' : path.endsWith('.css') ? 'css' : 'other';
    bytes[kind] += size;
  }
  return bytes;
}
