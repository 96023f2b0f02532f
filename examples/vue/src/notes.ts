import type { KeyValueStore } from '@luban/sdk';

export interface Note {
  id: string;
  text: string;
  /** Milliseconds. */
  at: number;
}

/** The notes of one cluster, newest first; whatever else is stored is passed over. */
export function readNotes(storage: KeyValueStore, cluster: string): Note[] {
  const stored = storage.get(`notes/${cluster}`);
  return Array.isArray(stored) ? (stored as unknown[]).filter(isNote) : [];
}

export function writeNotes(storage: KeyValueStore, cluster: string, notes: readonly Note[]): void {
  storage.set(
    `notes/${cluster}`,
    notes.map(({ id, text, at }) => ({ id, text, at })),
  );
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null) return false;
  const note = value as Record<string, unknown>;
  return typeof note.id === 'string' && typeof note.text === 'string' && typeof note.at === 'number';
}
