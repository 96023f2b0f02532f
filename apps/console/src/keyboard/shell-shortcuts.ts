/** The shell's own keys. No extension gets them; those of `SHELL_KEYS` in the manifest are refused at composition. */
export const SHELL_SHORTCUTS = {
  palette: 'mod+k',
  search: '/',
  sheet: '?',
  inspector: 'mod+shift+y',
  navigation: 'mod+b',
} as const;
