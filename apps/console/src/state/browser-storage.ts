/** `localStorage` as JSON. A browser that refuses storage (private mode, policy, full) costs memory of a choice, never the page. */
export interface JsonStorage {
  read<T>(key: string): T | undefined;
  write(key: string, value: unknown): void;
}

const PREFIX = 'luban.';

export function jsonStorage(storage: () => Storage = () => window.localStorage): JsonStorage {
  return {
    read<T>(key: string): T | undefined {
      try {
        const text = storage().getItem(PREFIX + key);
        return text === null ? undefined : (JSON.parse(text) as T);
      } catch {
        return undefined;
      }
    },
    write(key, value) {
      try {
        if (value === undefined) storage().removeItem(PREFIX + key);
        else storage().setItem(PREFIX + key, JSON.stringify(value));
      } catch {
        // See above: the choice holds for this page.
      }
    },
  };
}
