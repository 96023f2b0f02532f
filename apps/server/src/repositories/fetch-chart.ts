import type { FetchedChart, ListedChart } from '@luban/extension-package/registry';
import { openSource, type SourceOptions } from './chart-source.ts';
import { refusing } from './refusals.ts';
import type { RepositorySettings } from './repository-options.ts';

export interface FetchChartOptions extends SourceOptions {
  /** Whose credentials, authorities and signature policy hold. Absent: none. */
  repository?: RepositorySettings | undefined;
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
    const wanted = { ...expected, urls: [chartURL] };
    return await source.fetch(wanted, { signal, ...(onBytes !== undefined && { onBytes }) });
  });
}
