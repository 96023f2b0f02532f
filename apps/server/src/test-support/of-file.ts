import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const files = new AsyncLocalStorage<AsyncDisposableStack>();

/** Cleans up when the test ends, or the file when it is the file's that is being started. The latest goes first. */
export function atEnd(clean: () => unknown): void {
  const ofTheFile = files.getStore();
  if (ofTheFile === undefined) onTestFinished(async () => void (await clean()));
  else ofTheFile.defer(async () => void (await clean()));
}

/**
 * Starts something once for all tests of a file, such as a server that they only ask. To be called at the top of the
 * file, or of a `describe`.
 *
 * @returns hands it to a test
 */
export function ofFile<T>(start: () => Promise<T>): () => T {
  const stack = new AsyncDisposableStack();
  let started: { value: T } | undefined;
  beforeAll(async () => {
    started = { value: await files.run(stack, start) };
  });
  afterAll(() => stack.disposeAsync());
  return () => {
    if (started === undefined) throw new Error('It is there while tests run');
    return started.value;
  };
}
