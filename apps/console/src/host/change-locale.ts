import { type Locale, setTextLocale } from '../i18n/text.ts';
import type { ConsoleHost } from './console-host.ts';

/**
 * Changes the language in place: the shell's texts at once, the index with the extensions' texts as soon as the server
 * has answered. Nothing is reloaded, so unsaved work stays.
 */
export async function changeLocale(host: ConsoleHost, locale: Locale): Promise<void> {
  if (host.preferences.getState().locale === locale) return;
  host.preferences.setState({ locale });
  setTextLocale(locale);
  await host.kernel.refresh();
}
