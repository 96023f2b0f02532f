import { Limiter } from '@luban/extension-package/registry';
import { openSource, type SourceOptions } from './chart-source.ts';
import { refusalOf, refusing } from './refusals.ts';
import type { RepositorySettings } from './repository-options.ts';
import { policyOf } from './repository-policy.ts';
import type { RepositoryReader } from './repository-reader.ts';

export interface ReaderOptions extends SourceOptions {
  /** Shared by readers that are to be bounded together. Default: eight downloads of its own. */
  downloads?: Limiter;
}

export const DOWNLOADS_AT_ONCE = 8;

/** @throws Refusal LB7210, LB7214, LB7222 for an object that says nothing to go by */
export function repositoryReader(repository: RepositorySettings, options: ReaderOptions): RepositoryReader {
  const { downloads = new Limiter(DOWNLOADS_AT_ONCE) } = options;
  const source = opened(repository, options);
  const policy = policyOf(repository, options.configMap);
  return {
    list: (signal, onProgress) =>
      refusing(async () => {
        // A policy that does not read is told once, and not of each chart.
        await policy();
        return source.list(signal, onProgress);
      }),
    fetch: (chart, signal) => refusing(() => downloads.run(() => source.fetch(chart, { signal }), signal)),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
}

function opened(repository: RepositorySettings, options: ReaderOptions) {
  try {
    return openSource(repository, options);
  } catch (error) {
    throw refusalOf(error);
  }
}
