/** A `Storage` that forgets everything with its test. As in a browser, `Object.keys` lists what it holds. */
export function createMemoryStorage(): Storage {
  const values = new Map<string, string>();
  const methods = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, String(value)),
    removeItem: (key: string) => void values.delete(key),
    clear: () => values.clear(),
    key: (at: number) => [...values.keys()][at] ?? null,
  };
  return new Proxy(methods, {
    get: (target, key) => (key === 'length' ? values.size : Reflect.get(target, key)),
    ownKeys: () => [...values.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      typeof key === 'string' && values.has(key)
        ? { value: values.get(key), writable: true, enumerable: true, configurable: true }
        : undefined,
  }) as unknown as Storage;
}
