import type { IndexTheme } from '@luban/manifest';

/**
 * Lays a contributed theme's tokens over the built-in ones, and takes off those of the theme before. Values are set
 * one by one through CSSOM, so that a value cannot end its declaration and begin another.
 */
export function createThemeLayer(root: HTMLElement): { apply(theme: IndexTheme | undefined): void } {
  let applied: string[] = [];
  return {
    apply(theme) {
      const tokens = Object.entries(theme?.tokens ?? {}).filter(([name]) => TOKEN_NAME.test(name));
      const properties = tokens.map(([name]) => `--lb-${name}`);
      for (const property of applied) if (!properties.includes(property)) root.style.removeProperty(property);
      for (const [name, value] of tokens) root.style.setProperty(`--lb-${name}`, value);
      applied = properties;
    },
  };
}

export function themeKey(theme: IndexTheme): string {
  return `${theme.extension}/${theme.id}`;
}

const TOKEN_NAME = /^[a-z][a-z0-9-]*$/;
