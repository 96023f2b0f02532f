import type { FetchedChart, ListedChart, Listing, ListingProgress } from '@luban/extension-package/registry';

export type { FetchedChart } from '@luban/extension-package/registry';

/**
 * One repository, read over the network. It remembers validators, tokens and digests, so that the next listing asks for
 * little: keep it for as long as spec and annotations of its object stay the same.
 */
export interface RepositoryReader extends AsyncDisposable {
  /**
   * Everything that is there. An error means that nothing is known, never that nothing is there.
   *
   * @throws Refusal LB5101, LB5102, LB72xx
   */
  list(signal?: AbortSignal, onProgress?: (progress: ListingProgress) => void): Promise<Listing>;
  /**
   * The archive of a listed chart, checked against its digest, its name and version, and the signature policy. At most
   * eight are under way at a time.
   *
   * @throws Refusal LB5101, LB72xx
   */
  fetch(chart: ListedChart, signal?: AbortSignal): Promise<FetchedChart>;
}
