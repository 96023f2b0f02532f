import { useReadable } from '@luban/kernel/react';
import { useStore } from 'zustand';
import { DENSITIES, THEME_MODES } from '../appearance/apply-appearance.ts';
import { chooseContributedTheme, chooseMode } from '../appearance/choose-theme.ts';
import { themeKey } from '../appearance/theme-tokens.ts';
import { changeLocale } from '../host/change-locale.ts';
import { useHost } from '../host/console-host.ts';
import { LOCALES, useText } from '../i18n/text.ts';
import { MenuButton } from './MenuButton.tsx';
import type { MenuEntry } from './menu-entry.ts';

const MODE_ICONS = { light: 'sun', dark: 'moon', system: 'monitor' } as const;

/** Theme, density and language. Languages are named in themselves. */
export function AppearanceMenu({ align }: { align?: 'start' | 'end' }) {
  const t = useText();
  const host = useHost();
  const { preferences, kernel } = host;
  const chosen = useStore(preferences);
  const themes = useReadable(kernel.index, (index) => index.themes);
  const shown = useReadable(kernel.shell.state, (state) => state.theme);

  const entries: MenuEntry[] = [
    { kind: 'heading', key: 'theme', label: t('appearance.theme') },
    ...THEME_MODES.map((mode) => ({
      kind: 'item' as const,
      key: mode,
      label: t(`appearance.theme.${mode}`),
      icon: MODE_ICONS[mode],
      checked: chosen.contributedTheme === undefined && chosen.theme === mode,
      onSelect: () => chooseMode(preferences, mode),
    })),
    ...themes.map((theme) => ({
      kind: 'item' as const,
      key: themeKey(theme),
      label: theme.title,
      icon: 'star',
      checked: chosen.contributedTheme === themeKey(theme),
      onSelect: () => chooseContributedTheme(preferences, theme),
    })),
    { kind: 'heading', key: 'density', label: t('appearance.density') },
    ...DENSITIES.map((density) => ({
      kind: 'item' as const,
      key: density,
      label: t(`appearance.density.${density}`),
      checked: chosen.density === density,
      onSelect: () => preferences.setState({ density }),
    })),
    { kind: 'heading', key: 'locale', label: t('appearance.language') },
    ...LOCALES.map((locale) => ({
      kind: 'item' as const,
      key: locale,
      label: t(`appearance.language.${locale}`),
      checked: chosen.locale === locale,
      onSelect: () => void changeLocale(host, locale),
    })),
  ];
  return <MenuButton label={t('bar.appearance')} icon={MODE_ICONS[shown]} entries={entries} align={align} />;
}
