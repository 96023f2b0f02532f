export const COLOURS = ['yellow', 'green', 'red'] as const;
export type Colour = (typeof COLOURS)[number];

export interface Note {
  id: number;
  text: string;
  by: string;
  /** Version 1.0.0 knew none. */
  colour?: Colour;
}

/** Where notes are kept: `storage.user` of the extension, in this browser. */
export interface NoteStore {
  get(key: string): unknown;
  set(key: string, value: string): void;
}

const KEY = 'notes';
const MOST = 50;

export function readNotes(store: NoteStore): Note[] {
  try {
    const read: unknown = JSON.parse(String(store.get(KEY) ?? '[]'));
    return Array.isArray(read) ? read.filter(isNote) : [];
  } catch {
    return [];
  }
}

/** The newest first; the oldest go when there are too many. */
export function writeNotes(store: NoteStore, notes: readonly Note[]): Note[] {
  const kept = notes.slice(0, MOST);
  store.set(KEY, JSON.stringify(kept));
  return kept;
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null) return false;
  const { id, text, by } = value as Partial<Note>;
  return typeof id === 'number' && typeof text === 'string' && typeof by === 'string';
}
