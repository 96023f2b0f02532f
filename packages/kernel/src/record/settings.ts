import type { IndexSettings } from '@luban/manifest';
import type { ExtensionContext } from '../contract.ts';
import { computed } from '../core/readable.ts';
import type { RecordStore } from './kernel-record.ts';

type Settings = ExtensionContext['settings'];
type Value = string | number | boolean;

/** Settings of every extension: defaults from the index, changes from this browser's record. */
export interface SettingsStore {
  of(extension: string): Settings;
  /** The index changed, or another tab wrote. */
  refresh(): void;
  erase(extension: string): void;
}

export function createSettingsStore(
  record: RecordStore,
  declared: (extension: string) => IndexSettings | undefined,
): SettingsStore {
  const known = new Map<string, Settings & { refresh(): void }>();
  const create = (extension: string) => {
    const values = computed(() => valuesOf(declared(extension), record.read().settings[extension] ?? {}));
    return {
      get: values.get,
      subscribe: values.subscribe,
      refresh: values.invalidate,
      set: (key: string, value: Value) => {
        const property = declared(extension)?.properties[key];
        if (!property || typeof value !== property.type) {
          throw new TypeError(`${extension}: ${key} is not a setting of type ${typeof value}`);
        }
        record.change((all) => {
          all.settings[extension] = { ...all.settings[extension], [key]: value };
        });
        values.invalidate();
      },
    };
  };
  const of = (extension: string) => {
    let settings = known.get(extension);
    if (!settings) {
      settings = create(extension);
      known.set(extension, settings);
    }
    return settings;
  };
  return {
    of,
    refresh: () => {
      for (const settings of known.values()) settings.refresh();
    },
    erase: (extension) => {
      record.change((all) => {
        delete all.settings[extension];
      });
      known.get(extension)?.refresh();
    },
  };
}

/** A stored value that no longer fits its declaration gives way to the default. */
function valuesOf(declared: IndexSettings | undefined, stored: Record<string, Value>): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [key, property] of Object.entries(declared?.properties ?? {})) {
    const value = Object.hasOwn(stored, key) ? stored[key] : undefined;
    values[key] = value !== undefined && typeof value === property.type ? value : property.default;
  }
  return values;
}
