import { useReadable } from '@luban/kernel/react';
import { useLayoutEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { createThemeLayer, themeKey } from './theme-tokens.ts';

/**
 * Lays the chosen theme over the page as long as its extension is there. The choice is kept when the extension is
 * disabled, so that it holds again when it comes back.
 */
export function useContributedTheme(): void {
  const { kernel, preferences } = useHost();
  const themes = useReadable(kernel.index, (index) => index.themes);
  const chosen = useStore(preferences, (state) => state.contributedTheme);
  const layer = useMemo(() => createThemeLayer(document.documentElement), []);
  useLayoutEffect(() => {
    layer.apply(themes.find((theme) => themeKey(theme) === chosen));
  }, [layer, themes, chosen]);
}
