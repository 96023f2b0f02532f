import type { ComposedIndex, IndexCommand, RightsPlace } from '@luban/manifest';
import { DENSITIES, THEME_MODES } from '../appearance/apply-appearance.ts';
import { chooseContributedTheme, chooseMode } from '../appearance/choose-theme.ts';
import { themeKey } from '../appearance/theme-tokens.ts';
import { changeLocale } from '../host/change-locale.ts';
import type { ConsoleHost } from '../host/console-host.ts';
import { runCommand } from '../host/run-command.ts';
import { type ConsoleTextKey, LOCALES } from '../i18n/text.ts';
import type { Translate } from '../i18n/translator.ts';
import { SHELL_SHORTCUTS } from '../keyboard/shell-shortcuts.ts';
import { lookupOf } from '../navigation/index-lookup.ts';
import { rightsPlace } from '../navigation/rights-place.ts';
import { routeKey, routeUrl } from '../navigation/route-url.ts';
import type { UrlContext } from '../navigation/url-context.ts';
import { mergePlaces } from './merge-places.ts';
import type { PaletteEntry } from './palette-entry.ts';

export interface PaletteSources {
  host: ConsoleHost;
  index: ComposedIndex;
  context: UrlContext;
  t: Translate<ConsoleTextKey>;
}

/** Everything that the palette finds, from the index alone: no extension is loaded for it. */
export function paletteEntries(sources: PaletteSources): PaletteEntry[] {
  return [
    ...mergePlaces([...pages(sources), ...commands(sources), ...quickAccess(sources)]),
    ...extensions(sources),
    ...appearance(sources),
    ...help(sources),
  ];
}

function pages({ host, index, context, t }: PaletteSources): PaletteEntry[] {
  const names = displayNames(index);
  const listed = new Set<string>();
  return index.routes.flatMap((route) => {
    // Pages of one name in one place cannot be told apart: addresses that lead on to another have its name.
    const known = JSON.stringify([route.extension, route.mount, route.title]);
    const url = routeUrl(route, context);
    if (url === undefined || !host.kernel.visible(route, rightsPlace(route.mount, context))) return [];
    if (listed.has(known)) return [];
    listed.add(known);
    return {
      id: `page:${routeKey(route)}`,
      kind: 'page' as const,
      title: route.title,
      detail: [names.get(route.extension), route.mount !== 'root' && t(`slot.${route.mount}`)]
        .filter((part) => part && part !== route.title)
        .join(' · '),
      keywords: route.description === undefined ? [] : [route.description],
      icon: route.icon ?? 'file-text',
      extension: route.extension,
      place: routeKey(route),
      run: () => ('to' in url ? host.navigate(url.to) : host.overlays.open({ kind: 'context', part: url.needs })),
    };
  });
}

function commands({ host, index, context }: PaletteSources): PaletteEntry[] {
  const names = displayNames(index);
  const listed = (command: IndexCommand) =>
    command.palette && host.kernel.visible(command, placeOf(index, command.route, context));
  return index.commands.filter(listed).map((command) => ({
    id: `command:${routeKey(command)}`,
    kind: 'command',
    title: command.title,
    detail: names.get(command.extension),
    keywords: command.keywords,
    icon: command.icon ?? 'terminal',
    key: command.key,
    extension: command.extension,
    place: command.route,
    run: () => void runCommand(host, routeKey(command)),
  }));
}

function quickAccess({ host, index, context }: PaletteSources): PaletteEntry[] {
  const names = displayNames(index);
  return index.quickAccess.flatMap((item) => {
    const route = lookupOf(index).route(item.route);
    const url = route && routeUrl(route, context);
    if (
      (url === undefined && item.command === undefined) ||
      !host.kernel.visible(item, placeOf(index, item.route, context))
    )
      return [];
    return {
      id: `quick:${routeKey(item)}`,
      kind: 'quick' as const,
      title: item.title,
      detail: item.description ?? names.get(item.extension),
      icon: item.icon ?? 'zap',
      extension: item.extension,
      place: item.route,
      run: () => {
        if (url === undefined) void runCommand(host, item.command!);
        else if ('to' in url) host.navigate(url.to);
        else host.overlays.open({ kind: 'context', part: url.needs });
      },
    };
  });
}

/** What leads to no page counts where one is. */
function placeOf(index: ComposedIndex, key: string | undefined, context: UrlContext): RightsPlace | undefined {
  const route = lookupOf(index).route(key);
  return route && rightsPlace(route.mount, context);
}

function extensions({ host, index, t }: PaletteSources): PaletteEntry[] {
  return index.extensions.map(({ name, displayName, version }) => ({
    id: `extension:${name}`,
    kind: 'extension',
    title: displayName,
    detail: t('palette.version', { version }),
    keywords: [name],
    icon: 'puzzle',
    extension: name,
    narrows: true,
    run: () => host.overlays.open({ kind: 'palette', extension: name }),
  }));
}

function appearance({ host, index, t }: PaletteSources): PaletteEntry[] {
  const { preferences } = host;
  const chosen = preferences.getState();
  const entry = (id: string, title: string, icon: string, current: boolean, run: () => void): PaletteEntry => ({
    id: `appearance:${id}`,
    kind: 'appearance',
    title,
    icon,
    current,
    run,
  });
  return [
    ...THEME_MODES.map((mode) =>
      entry(
        `theme.${mode}`,
        t('palette.theme', { theme: t(`appearance.theme.${mode}`) }),
        'sun',
        chosen.contributedTheme === undefined && chosen.theme === mode,
        () => chooseMode(preferences, mode),
      ),
    ),
    ...index.themes.map((theme) =>
      entry(
        `theme.${themeKey(theme)}`,
        t('palette.theme', { theme: theme.title }),
        'star',
        chosen.contributedTheme === themeKey(theme),
        () => chooseContributedTheme(preferences, theme),
      ),
    ),
    ...DENSITIES.map((density) =>
      entry(
        `density.${density}`,
        t('palette.density', { density: t(`appearance.density.${density}`) }),
        'list',
        chosen.density === density,
        () => preferences.setState({ density }),
      ),
    ),
    ...LOCALES.map((locale) =>
      entry(
        `locale.${locale}`,
        t('palette.language', { language: t(`appearance.language.${locale}`) }),
        'languages',
        chosen.locale === locale,
        () => void changeLocale(host, locale),
      ),
    ),
  ];
}

function help({ host: { overlays }, t }: PaletteSources): PaletteEntry[] {
  const entry = (id: string, title: string, icon: string, run: () => void, key?: string): PaletteEntry => ({
    id: `help:${id}`,
    kind: 'help',
    title,
    icon,
    key,
    run,
  });
  return [
    entry('context', t('context.switch'), 'server', () => overlays.open({ kind: 'context' })),
    entry(
      'shortcuts',
      t('help.shortcuts'),
      'command',
      () => overlays.open({ kind: 'shortcuts' }),
      SHELL_SHORTCUTS.sheet,
    ),
    entry('inspector', t('help.inspector'), 'activity', overlays.toggleInspector, SHELL_SHORTCUTS.inspector),
    {
      ...entry('bisect', t('help.bisect'), 'bug', () => overlays.open({ kind: 'bisect' })),
      keywords: [t('palette.bisectWords')],
    },
    entry('quarantine', t('help.quarantine'), 'shield', () => overlays.open({ kind: 'quarantine' })),
  ];
}

function displayNames(index: ComposedIndex): ReadonlyMap<string, string> {
  return new Map(index.extensions.map(({ name, displayName }) => [name, displayName]));
}
