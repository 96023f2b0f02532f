/** Slots that the shell itself provides for `contributes.slots`. */
export const SHELL_SLOTS = {
  /** Cards of the home page, in a grid. */
  homeCards: 'home.cards',
  /** Right end of the top bar, before the user's menu. */
  topbarEnd: 'topbar.end',
  /** Below the shell's own entries of the user's menu. */
  userMenu: 'user.menu',
} as const;

/** Keys that the shell keeps for itself, to the name of what they do. Spelt as `normalizeKey` spells them. */
export const SHELL_KEYS: Readonly<Record<string, string>> = {
  'mod+k': 'command-palette',
  '/': 'search',
  '?': 'shortcuts',
  'mod+shift+y': 'inspector',
  'mod+b': 'navigation',
};
