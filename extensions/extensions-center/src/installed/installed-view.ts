import type { TableSort } from '@luban/ui';
import { useSearchParams } from 'react-router';
import type { InstallationSummary } from '../center-api.ts';
import { isUnderWay } from '../shared/installation-state.ts';

export const FILTERS = ['upgradable', 'attention', 'underWay', 'disabled', 'added'] as const;
export type Filter = (typeof FILTERS)[number];

/** What a person chose of the list. All of it is in the URL, so that it can be linked to and survives a reload. */
export interface View {
  readonly search: string;
  readonly filters: readonly Filter[];
  readonly sort: TableSort;
}

const NAME: TableSort = { column: 'name', direction: 'ascending' };

export function viewOf(params: URLSearchParams): View {
  const shown = (params.get('show') ?? '').split(',');
  const [column = '', order] = (params.get('sort') ?? '').split(':');
  return {
    search: params.get('q') ?? '',
    filters: FILTERS.filter((name) => shown.includes(name)),
    sort: /^[a-z]+$/.test(column) ? { column, direction: order === 'desc' ? 'descending' : 'ascending' } : NAME,
  };
}

/** Leaves what it does not know in the query as it is. */
export function withView(params: URLSearchParams, { search, filters, sort }: View): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value));
  set('q', search);
  set('show', filters.join(','));
  const isDefault = sort.column === NAME.column && sort.direction === NAME.direction;
  set('sort', isDefault ? '' : `${sort.column}${sort.direction === 'descending' ? ':desc' : ''}`);
  return next;
}

export function useInstalledView(): [View, (change: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const change = (part: Partial<View>) =>
    setParams((current) => withView(current, { ...viewOf(current), ...part }), { replace: true });
  return [viewOf(params), change];
}

const TESTS: Readonly<Record<Filter, (row: InstallationSummary) => boolean>> = {
  upgradable: ({ upgradeTo }) => upgradeTo !== undefined,
  attention: needsAttention,
  underWay: isUnderWay,
  disabled: ({ enabled }) => !enabled,
  added: ({ preinstalled }) => !preinstalled,
};

/** Something is wrong with it that somebody should look at. */
export function needsAttention({ state, problems }: InstallationSummary): boolean {
  return state.endsWith('Failed') || problems.length > 0;
}

/** What is shown of them: all words of the search in name or titles, and all filters. */
export function selectInstallations(
  rows: readonly InstallationSummary[],
  { search, filters }: Pick<View, 'search' | 'filters'>,
): InstallationSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (!filters.every((filter) => TESTS[filter](row))) return false;
    const text = [row.name, ...Object.values(row.displayName)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function countOf(rows: readonly InstallationSummary[], filter: Filter): number {
  return rows.filter(TESTS[filter]).length;
}
