import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Locale, supportedLocale } from '../i18n/text.ts';
import type { JsonStorage } from './browser-storage.ts';

export type ThemeMode = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'comfortable';

/** What a person has chosen, in this browser. */
export interface Preferences {
  theme: ThemeMode;
  /** `<extension>/<id>` of a contributed theme, which lies over the mode it extends. */
  contributedTheme?: string;
  density: Density;
  locale: Locale;
  navigationCollapsed: boolean;
  /** Menu groups that were folded or unfolded by hand: key of the item to whether it is open. */
  openGroups: Readonly<Record<string, boolean>>;
}

export type PreferenceStore = StoreApi<Preferences>;

/** The part that the server has to know before it writes a page travels in cookies, the rest stays here. */
type Stored = Omit<Preferences, 'theme' | 'locale'>;

const KEY = 'preferences';

/** Changes are written to the storage as they happen. */
export function createPreferences(
  fromPage: { theme: ThemeMode; locale: string },
  storage: JsonStorage,
): PreferenceStore {
  const stored = storage.read<Partial<Stored>>(KEY);
  const store = createStore<Preferences>(() => ({
    theme: fromPage.theme,
    locale: supportedLocale(fromPage.locale),
    contributedTheme: typeof stored?.contributedTheme === 'string' ? stored.contributedTheme : undefined,
    density: stored?.density === 'comfortable' ? 'comfortable' : 'compact',
    navigationCollapsed: stored?.navigationCollapsed === true,
    openGroups: typeof stored?.openGroups === 'object' ? { ...stored.openGroups } : {},
  }));
  store.subscribe(({ theme: _theme, locale: _locale, ...rest }) => storage.write(KEY, rest satisfies Stored));
  return store;
}
