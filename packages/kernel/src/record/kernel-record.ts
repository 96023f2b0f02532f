import type { Problem } from '@luban/manifest';
import type { Json } from '../contract.ts';

export const RECORD_KEY = 'luban.kernel';

export interface QuarantineEntry {
  extension: string;
  version: string;
  base?: string;
  at: number;
  problem: Problem;
}

/** All that the kernel keeps in this browser. */
export interface KernelRecord {
  /** Settings that a person changed, by extension. */
  settings: Record<string, Record<string, string | number | boolean>>;
  /** Keys of the browser's storage that belong to an extension. */
  owned: Record<string, string[]>;
  /** What a disabled extension had stored, by its name and its key. */
  parked: Record<string, Record<string, string>>;
  quarantined: QuarantineEntry[];
  /** Times of the latest failures, by `<name>@<version>`. */
  failures: Record<string, number[]>;
}

export interface RecordStore {
  read(): KernelRecord;
  /** Reads, changes and writes in one go, so that tabs do not undo each other's changes. */
  change(edit: (record: KernelRecord) => void): void;
}

/**
 * One record under one key: an extension that comes and goes leaves the list of keys as it was. A browser that refuses
 * to store keeps it in memory.
 */
export function createRecordStore(storage: Pick<Storage, 'getItem' | 'setItem'>): RecordStore {
  let last = '';
  const load = (): KernelRecord => {
    try {
      last = storage.getItem(RECORD_KEY) ?? last;
    } catch {
      // Storage is blocked: what this tab knows is all there is.
    }
    return parse(last);
  };
  const save = (record: KernelRecord) => {
    last = JSON.stringify(record);
    try {
      storage.setItem(RECORD_KEY, last);
    } catch {
      // Full or blocked: kept in memory until the tab closes.
    }
  };
  // Written at once, so that the key is there before the first extension is.
  save(load());
  return {
    read: load,
    change: (edit) => {
      const record = load();
      edit(record);
      save(record);
    },
  };
}

/** Whatever is not of the expected shape is dropped: other code of this origin can write here too. */
function parse(text: string): KernelRecord {
  const value = readObject(text);
  const table = (field: string, fits: (entry: unknown) => boolean) => {
    const sound = Object.entries(asObject(value[field])).filter(([, entry]) => fits(entry));
    return Object.assign(Object.create(null), Object.fromEntries(sound));
  };
  return {
    settings: table('settings', isObject),
    owned: table('owned', isListOf('string')),
    parked: table('parked', (entry) => isObject(entry) && isListOf('string')(Object.values(entry))),
    quarantined: (Array.isArray(value.quarantined) ? (value.quarantined as Json[]) : []).filter(
      isQuarantineEntry,
    ) as unknown as QuarantineEntry[],
    failures: table('failures', isListOf('number')),
  };
}

function readObject(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(type: 'string' | 'number'): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every((item) => typeof item === type);
}

function isQuarantineEntry(value: unknown): boolean {
  const entry = asObject(value);
  const problem = asObject(entry.problem);
  return (
    typeof entry.extension === 'string' &&
    typeof entry.version === 'string' &&
    typeof problem.code === 'string' &&
    isObject(problem.params)
  );
}
