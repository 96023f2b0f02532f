import type { JsonStorage } from './browser-storage.ts';

/** What a person used last, newest first. */
export interface Recents {
  list(kind: string): string[];
  add(kind: string, id: string): void;
}

const LENGTH = 12;

export function createRecents(storage: JsonStorage): Recents {
  return {
    list: (kind) => strings(storage.read(`recent.${kind}`)),
    add(kind, id) {
      const others = strings(storage.read(`recent.${kind}`)).filter((other) => other !== id);
      storage.write(`recent.${kind}`, [id, ...others].slice(0, LENGTH));
    },
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
