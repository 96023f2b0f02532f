/** Replaces a property so that it can be put back just as it was, and is enumerable and own only if it was before. */
export function replace<T extends object, K extends keyof T>(
  target: T,
  key: K,
  make: (original: T[K]) => T[K],
): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  const original = target[key];
  if (original === undefined) return () => {};
  Object.defineProperty(target, key, {
    configurable: true,
    writable: true,
    enumerable: descriptor?.enumerable ?? false,
    value: make(original),
  });
  return () => {
    if (descriptor) Object.defineProperty(target, key, descriptor);
    else delete target[key];
  };
}
