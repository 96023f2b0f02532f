// @vitest-environment happy-dom
import type { IndexTheme } from '@luban/manifest';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../host/console.testing.tsx';
import { createPreferences } from '../state/preferences.ts';
import { applyAppearance, resolvedTheme } from './apply-appearance.ts';
import { chooseContributedTheme, chooseMode } from './choose-theme.ts';
import { createThemeLayer } from './theme-tokens.ts';

const dusk: IndexTheme = {
  extension: 'solar',
  id: 'dusk',
  title: 'Dusk',
  extends: 'dark',
  tokens: { canvas: 'rgb(10, 20, 30)', '} body': 'red', 'accent;': 'red' },
};
const root = document.documentElement;

describe('appearance', () => {
  afterEach(() => root.removeAttribute('style'));

  it('is on the root element, and in the cookies that the server reads', () => {
    const preferences = createPreferences({ theme: 'system', locale: 'zh-CN' }, memoryStorage());
    using _ = applyAppearance(document, preferences);
    expect([root.dataset.theme, root.dataset.density, root.lang]).toEqual(['system', 'compact', 'zh']);
    chooseMode(preferences, 'dark');
    preferences.setState({ density: 'comfortable', locale: 'en' });
    expect([root.dataset.theme, root.dataset.density, root.lang]).toEqual(['dark', 'comfortable', 'en']);
    expect(document.cookie).toContain('luban_theme=dark');
    expect(document.cookie).toContain('luban_locale=en');
  });

  it('follows the system where that is the choice', () => {
    expect(resolvedTheme('system', true)).toBe('dark');
    expect(resolvedTheme('system', false)).toBe('light');
    expect(resolvedTheme('light', true)).toBe('light');
  });

  it('takes a contributed theme along with the mode that it extends, and remembers both', () => {
    const storage = memoryStorage();
    const preferences = createPreferences({ theme: 'light', locale: 'en' }, storage);
    chooseContributedTheme(preferences, dusk);
    expect(preferences.getState()).toMatchObject({ theme: 'dark', contributedTheme: 'solar/dusk' });
    const nextPage = createPreferences({ theme: 'dark', locale: 'en' }, storage);
    expect(nextPage.getState().contributedTheme).toBe('solar/dusk');
    chooseMode(nextPage, 'light');
    expect(nextPage.getState().contributedTheme).toBeUndefined();
  });

  it('lays tokens over the built-in ones and leaves none behind', () => {
    const layer = createThemeLayer(root);
    layer.apply(dusk);
    expect(root.style.getPropertyValue('--lb-canvas')).toBe('rgb(10, 20, 30)');
    expect(root.getAttribute('style')).not.toContain('red');
    layer.apply({ ...dusk, tokens: { accent: 'green' } });
    expect(root.style.getPropertyValue('--lb-canvas')).toBe('');
    layer.apply(undefined);
    expect(root.getAttribute('style') ?? '').toBe('');
  });
});
