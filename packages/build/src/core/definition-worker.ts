/**
 * Runs in a worker, once per build: evaluates `extension.ts` and answers with its default export as plain data, in which
 * each function has become a `LazySource`. A worker has a module graph of its own, so that a change of the file, or
 * of a file that it imports, is seen by the next build.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** Stands for a function in the evaluated definition. */
export interface LazySource {
  $source: string;
  /** Default: `default`. */
  $export?: string;
}

export type DefinitionReply = { definition: unknown } | { failure: string };

async function reply(): Promise<DefinitionReply> {
  try {
    const module: { default?: unknown } = await import(pathToFileURL(String(workerData)).href);
    if (module.default === undefined) return { failure: 'it has no default export' };
    return { definition: plain(module.default, new Set()) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A copy that can be posted. Functions become their source text, undefined members are left out. */
function plain(value: unknown, parents: Set<unknown>): unknown {
  if (typeof value === 'function') return lazySource(value);
  if (typeof value !== 'object' || value === null) return value;
  if (parents.has(value)) throw new Error('the definition contains itself');
  parents.add(value);
  const copy = Array.isArray(value)
    ? value.map((item) => plain(item, parents))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .map(([key, member]) => [key, plain(member, parents)]),
      );
  parents.delete(value);
  return copy;
}

/** `exported(load, name)` of the SDK marks the function with the name of the export. */
function lazySource(load: object): LazySource {
  const source: LazySource = { $source: String(load) };
  if ('exportName' in load && typeof load.exportName === 'string') source.$export = load.exportName;
  return source;
}

parentPort?.postMessage(await reply());
