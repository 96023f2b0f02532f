import type { ListedChart } from '@luban/extension-package/registry';
import type { RepositoryObject } from '../catalogue/objects.ts';
import { fetchFrom, openSource, type SourceOptions } from './chart-source.ts';
import { refusing } from './refusals.ts';
import type { FetchedChart } from './repository-reader.ts';

export interface FetchChartOptions extends SourceOptions {
  /** Whose credentials, authorities and signature policy hold. Absent: none. */
  repository?: Pick<RepositoryObject, 'metadata' | 'spec'> | undefined;
  /** What the archive has to be. */
  expected?: Partial<Pick<ListedChart, 'name' | 'version' | 'digest'>>;
  signal?: AbortSignal | undefined;
  onBytes?: (done: number, total: number | undefined) => void;
}

/**
 * The archive behind a `chartURL`, as KubeSphere writes them: `https:`, `http:`, or `oci://host/path:version`.
 *
 * @throws Refusal LB5101, LB5102, LB72xx
 */
export function fetchChart(chartURL: string, options: FetchChartOptions): Promise<FetchedChart> {
  const { repository, expected = {}, signal, onBytes } = options;
  return refusing(async () => {
    await using source = openSource(repository, options);
    return fetchFrom(source, { ...expected, urls: [chartURL] }, { signal, ...(onBytes !== undefined && { onBytes }) });
  });
}
