import { useReadable } from '@luban/kernel/react';
import { useCallback } from 'react';
import { useExtension } from './use-extension.ts';

export type SettingValue = string | number | boolean;

/** The extension's settings: what the person chose, the manifest's defaults otherwise. */
export function useSettings(): Readonly<Record<string, SettingValue>> {
  return useReadable(useExtension().settings);
}

/** One setting and its setter. The key is one of `contributes.settings`, the type that of its property. */
export function useSetting<T extends SettingValue>(key: string): [value: T, set: (value: T) => void] {
  const { settings } = useExtension();
  const value = useReadable(
    settings,
    useCallback((all) => all[key] as T, [key]),
  );
  const set = useCallback((next: T) => settings.set(key, next), [settings, key]);
  return [value, set];
}
