import { isApple, type KeyChord, matchesChord, parseChord, sameChord } from './key-chord.ts';

/** Something that a key does anywhere on the page. */
export interface Shortcut {
  /** `mod+k` */
  key: string;
  title: string;
  run(): void;
  /** Whether it works while somebody types into a field. Default: false. */
  whileTyping?: boolean;
}

export interface Shortcuts {
  /** The shell's own come first: a key that is taken already is not given to anybody else. */
  replace(shortcuts: readonly Shortcut[]): void;
  list(): readonly Shortcut[];
  [Symbol.dispose](): void;
}

/** Listens on the document until disposed. */
export function listenForShortcuts(document: Document, apple: boolean = isApple()): Shortcuts {
  let entries: { chord: KeyChord; shortcut: Shortcut }[] = [];

  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const entry = entries.find(({ chord }) => matchesChord(event, chord, apple));
    if (entry === undefined) return;
    if (!entry.shortcut.whileTyping && (isTyping(event) || hasModal(document))) return;
    event.preventDefault();
    entry.shortcut.run();
  };
  document.addEventListener('keydown', listener);

  return {
    replace(shortcuts) {
      entries = [];
      for (const shortcut of shortcuts) {
        const chord = parseChord(shortcut.key);
        if (chord === undefined || entries.some((entry) => sameChord(entry.chord, chord))) continue;
        entries.push({ chord, shortcut });
      }
    },
    list: () => entries.map((entry) => entry.shortcut),
    [Symbol.dispose]: () => document.removeEventListener('keydown', listener),
  };
}

/** Looks into open shadow roots: an extension's field may be inside of one. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

const NOT_TYPED_INTO = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'range', 'color', 'file', 'image']);

function hasModal(document: Document): boolean {
  return document.querySelector('dialog[open], [role="dialog"][data-open], [aria-modal="true"]') !== null;
}
