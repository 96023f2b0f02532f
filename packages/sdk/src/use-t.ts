import { useCallback } from 'react';
import { useExtension } from './use-extension.ts';
import { useLocale } from './use-shell.ts';

export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Texts of the extension's own catalogue. Another function after a change of the locale, so memoised parts follow. */
export function useT(): Translate {
  const { t } = useExtension();
  const locale = useLocale();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useCallback((key, values) => t(key, values), [t, locale]);
}
