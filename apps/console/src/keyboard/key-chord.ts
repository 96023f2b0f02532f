/** One key with its modifiers, from text such as `mod+shift+y`. `mod` is ⌘ on Apple keyboards and Ctrl elsewhere. */
export interface KeyChord {
  mod: boolean;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  /** `event.key` in lower case, such as `k`, `/`, `escape`, `arrowup`. */
  key: string;
}

/** The part of a keyboard event that decides. */
export type KeyStroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const ALIASES: Readonly<Record<string, string>> = {
  esc: 'escape',
  return: 'enter',
  space: ' ',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  del: 'delete',
  plus: '+',
};

/** Undefined for text that names no key, or an unknown modifier. */
export function parseChord(text: string): KeyChord | undefined {
  const parts = text
    .toLowerCase()
    .trim()
    .split('+')
    .map((part) => part.trim());
  const last = parts.pop();
  if (last === undefined || last === '') return undefined;
  const chord: KeyChord = { mod: false, ctrl: false, alt: false, shift: false, key: ALIASES[last] ?? last };
  for (const part of parts) {
    if (part === 'mod' || part === 'ctrl' || part === 'alt' || part === 'shift') chord[part] = true;
    else if (part === 'meta' || part === 'cmd' || part === 'command') chord.mod = true;
    else if (part === 'option') chord.alt = true;
    else return undefined;
  }
  return chord;
}

/**
 * Shift is only compared where it does not choose the character itself: `?` is typed with it on many keyboards. Letters
 * and digits are recognised by their place, too, since Alt and other layouts change `event.key`.
 */
export function matchesChord(stroke: KeyStroke, chord: KeyChord, apple: boolean): boolean {
  const mod = apple ? stroke.metaKey : stroke.ctrlKey;
  const other = apple ? stroke.ctrlKey : stroke.metaKey;
  const wantsOther = apple ? chord.ctrl : false;
  const wantsMod = chord.mod || (!apple && chord.ctrl);
  if (mod !== wantsMod || other !== wantsOther || stroke.altKey !== chord.alt) return false;
  const key = stroke.key.toLowerCase();
  const symbol = /^[^\p{L}\p{N}\s]$/u.test(chord.key);
  if (!symbol && stroke.shiftKey !== chord.shift) return false;
  return key === chord.key || stroke.code.toLowerCase() === codeOf(chord.key);
}

/** Whether two chords are typed by the same keys. */
export function sameChord(a: KeyChord, b: KeyChord): boolean {
  return a.key === b.key && a.mod === b.mod && a.ctrl === b.ctrl && a.alt === b.alt && a.shift === b.shift;
}

export function isApple(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

function codeOf(key: string): string | undefined {
  if (/^[a-z]$/.test(key)) return `key${key}`;
  return /^[0-9]$/.test(key) ? `digit${key}` : undefined;
}
