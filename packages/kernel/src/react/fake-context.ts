import {
  type ExtensionContext,
  type Json,
  KernelError,
  type KeyValueStore,
  type Readable,
  type ShellState,
} from '../contract.ts';
import { writable } from '../core/readable.ts';

interface Surroundings {
  shell: Readable<ShellState>;
  services: Record<string, unknown>;
  calls: string[];
}

/** An extension's context that touches nothing: texts are their keys, settings start empty. */
export function fakeContext(name: string, version: string, { shell, services, calls }: Surroundings): ExtensionContext {
  const settings = writable<Record<string, string | number | boolean>>({});
  const ended = new AbortController();
  const nothing = { [Symbol.dispose]: () => undefined };
  return {
    name,
    version,
    base: `/ext/${name}/${version}/`,
    signal: ended.signal,
    effects: new DisposableStack(),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    shell,
    t: (key, values) => `${shell.get().locale}:${key}${values ? JSON.stringify(values) : ''}`,
    setTimeout: () => nothing,
    setInterval: () => nothing,
    listen: () => nothing,
    fetch: () => Promise.reject(new Error('There is no network in this test')),
    services: {
      get: async (token) => {
        calls.push(`service ${token.token}`);
        if (token.token in services) return services[token.token] as never;
        throw new KernelError({ code: 'LB4011', params: { token: token.token }, extension: name });
      },
      has: (token) => token.token in services,
      provide: () => nothing,
    },
    commands: {
      run: async (id) => void calls.push(`run ${id}`),
      register: (command) => {
        calls.push(`register ${name}/${command.id}`);
        return { [Symbol.dispose]: () => void calls.push(`unregister ${name}/${command.id}`) };
      },
    },
    settings: {
      get: settings.get,
      subscribe: settings.subscribe,
      set: (key, value) => settings.update((all) => ({ ...all, [key]: value })),
    },
    storage: { user: memoryStore(), session: memoryStore() },
    navigate: (to) => void calls.push(`navigate ${to}`),
    notify: (notice) => void calls.push(`notify ${notice.title}`),
  };
}

function memoryStore(): KeyValueStore {
  const entries = new Map<string, Json>();
  return {
    get: <T extends Json>(key: string) => entries.get(key) as T | undefined,
    set: (key, value) => void entries.set(key, value),
    delete: (key) => void entries.delete(key),
    keys: () => [...entries.keys()],
  };
}
