import type { Density, PreferenceStore, Preferences, ThemeMode } from '../state/preferences.ts';

/** Keeps the page's root element and the cookies that the server reads in step with the preferences. */
export function applyAppearance(document: Document, preferences: PreferenceStore): Disposable {
  setRootAttributes(document, preferences.getState());
  const stop = preferences.subscribe((now, before) => {
    setRootAttributes(document, now);
    if (now.theme !== before.theme) writeCookie(document, 'luban_theme', now.theme);
    if (now.locale !== before.locale) writeCookie(document, 'luban_locale', now.locale);
  });
  return { [Symbol.dispose]: stop };
}

/** What `system` means at the moment. */
export function resolvedTheme(mode: ThemeMode, prefersDark: boolean): 'light' | 'dark' {
  if (mode === 'system') return prefersDark ? 'dark' : 'light';
  return mode;
}

export const DENSITIES: readonly Density[] = ['compact', 'comfortable'];
export const THEME_MODES: readonly ThemeMode[] = ['light', 'dark', 'system'];

const YEAR_SECONDS = 31_536_000;

function setRootAttributes(document: Document, { theme, density, locale }: Preferences): void {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.dataset.density = density;
  root.lang = locale;
}

function writeCookie(document: Document, name: string, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}
