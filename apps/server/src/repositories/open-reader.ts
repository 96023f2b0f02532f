import { Limiter } from '@luban/extension-package/registry';
import type { RepositoryObject } from '../catalogue/objects.ts';
import { fetchFrom, openSource, type SourceOptions } from './chart-source.ts';
import { refusalOf, refusing } from './refusals.ts';
import type { RepositoryReader } from './repository-reader.ts';

export interface ReaderOptions extends SourceOptions {
  /** Shared by readers that are to be bounded together. Default: eight downloads of its own. */
  downloads?: Limiter;
}

export const DOWNLOADS_AT_ONCE = 8;

/** @throws Refusal LB7210, LB7214, LB7222 for an object that says nothing to go by */
export function repositoryReader(
  repository: Pick<RepositoryObject, 'metadata' | 'spec'>,
  options: ReaderOptions,
): RepositoryReader {
  const { downloads = new Limiter(DOWNLOADS_AT_ONCE) } = options;
  const source = opened();
  return {
    list: (signal, onProgress) => refusing(() => source.list(signal, onProgress)),
    fetch: (chart, signal) => refusing(() => downloads.run(() => fetchFrom(source, chart, { signal }), signal)),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };

  function opened() {
    try {
      return openSource(repository, options);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}
