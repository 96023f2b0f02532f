import type { IndexExtension } from '@luban/manifest';
import type { ExtensionContext, Json, KernelEnvironment, KeyValueStore } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import type { RecordStore } from '../record/kernel-record.ts';
import { prefixOf } from '../record/key-prefix.ts';

/** Characters that an extension may keep when its manifest asks for nothing else. */
const QUOTA = 256 * 1024;

/**
 * What extensions keep in this browser. A disabled extension leaves no key behind; what it had stored for the person is
 * parked in the kernel's own record until it is enabled again, and erased when it is removed.
 */
export interface ExtensionStorage {
  for(extension: IndexExtension, quota: string | undefined): ExtensionContext['storage'];
  /** The extension wrote this key itself, past its context. */
  claim(extension: string, area: 'local' | 'session', key: string): void;
  unpark(extension: string): void;
  /** Gives the keys that were taken away. */
  park(extension: string): string[];
  erase(extension: string): void;
}

type Areas = Pick<KernelEnvironment, 'localStorage' | 'sessionStorage'>;

export function createExtensionStorage({ localStorage, sessionStorage }: Areas, record: RecordStore): ExtensionStorage {
  const areaOf = (area: string) => (area === 'local' ? localStorage : sessionStorage);
  const keysOf = (extension: string, area: 'local' | 'session'): string[] => {
    const prefix = prefixOf(extension);
    const claimed = (record.read().owned[extension] ?? [])
      .filter((entry) => entry.startsWith(`${area}:`))
      .map((entry) => entry.slice(area.length + 1));
    const own = Object.keys(areaOf(area)).filter((key) => key.startsWith(prefix));
    return [...new Set([...own, ...claimed])];
  };
  const takeAway = (extension: string, area: 'local' | 'session') => {
    const taken = Object.create(null) as Record<string, string>;
    for (const key of keysOf(extension, area)) {
      const value = areaOf(area).getItem(key);
      if (value !== null) taken[key] = value;
      areaOf(area).removeItem(key);
    }
    return taken;
  };
  const park = (extension: string) => {
    const local = takeAway(extension, 'local');
    const session = takeAway(extension, 'session');
    record.change((all) => {
      // Another tab may have parked them already: what is found now is added, and takes nothing away.
      if (Object.keys(local).length > 0) all.parked[extension] = { ...all.parked[extension], ...local };
      const kept = all.owned[extension]?.filter((entry) => entry.startsWith('local:')) ?? [];
      if (kept.length > 0) all.owned[extension] = kept;
      else delete all.owned[extension];
    });
    return [...Object.keys(local), ...Object.keys(session)];
  };
  return {
    for: (extension, quota) => ({
      user: keyValueStore(extension, localStorage, quotaOf(quota)),
      session: keyValueStore(extension, sessionStorage, QUOTA),
    }),
    claim: (extension, area, key) => {
      const entry = `${area}:${key}`;
      if (record.read().owned[extension]?.includes(entry)) return;
      record.change((all) => {
        all.owned[extension] = [...(all.owned[extension] ?? []), entry];
      });
    },
    unpark: (extension) => {
      const parked = record.read().parked[extension];
      if (!parked) return;
      for (const [key, value] of Object.entries(parked))
        if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
      record.change((all) => {
        delete all.parked[extension];
      });
    },
    park,
    erase: (extension) => {
      park(extension);
      record.change((all) => {
        delete all.parked[extension];
        delete all.owned[extension];
      });
    },
  };
}

function keyValueStore(extension: IndexExtension, storage: Storage, quota: number): KeyValueStore {
  const prefix = prefixOf(extension.name);
  const own = () => Object.keys(storage).filter((key) => key.startsWith(prefix));
  return {
    get: <T extends Json>(key: string) => {
      const text = storage.getItem(prefix + key);
      return text === null ? undefined : (JSON.parse(text) as T);
    },
    set: (key, value) => {
      const text = JSON.stringify(value);
      const others = own().filter((each) => each !== prefix + key);
      const used = others.reduce((sum, each) => sum + each.length + (storage.getItem(each)?.length ?? 0), 0);
      if (used + prefix.length + key.length + text.length > quota) throw kernelError('LB4015', extension, { quota });
      try {
        storage.setItem(prefix + key, text);
      } catch (error) {
        throw kernelError('LB4015', extension, { quota }, error);
      }
    },
    delete: (key) => storage.removeItem(prefix + key),
    keys: () => own().map((key) => key.slice(prefix.length)),
  };
}

const UNITS: Record<string, number> = { '': 1, k: 1e3, ki: 1024, m: 1e6, mi: 1024 ** 2 };

/** `512Ki`, `1Mi`, `2MB`. What cannot be read is the usual quota. */
function quotaOf(text: string | undefined): number {
  const parts = /^(\d+(?:\.\d+)?)\s*(ki|mi|k|m)?b?$/i.exec(text ?? '');
  return parts ? Number(parts[1]) * UNITS[(parts[2] ?? '').toLowerCase()]! : QUOTA;
}
