import type { IndexTheme } from '@luban/manifest';
import type { PreferenceStore, ThemeMode } from '../state/preferences.ts';
import { themeKey } from './theme-tokens.ts';

export function chooseMode(preferences: PreferenceStore, theme: ThemeMode): void {
  preferences.setState({ theme, contributedTheme: undefined });
}

/** The mode that it extends is chosen along, so that the server paints the next page in it and nothing flashes. */
export function chooseContributedTheme(preferences: PreferenceStore, theme: IndexTheme): void {
  preferences.setState({ theme: theme.extends, contributedTheme: themeKey(theme) });
}
