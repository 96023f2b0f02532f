import { useSearchParams } from 'react-router';

export const SORTS = ['recommended', 'name', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

export const FILTERS = ['installed', 'upgradable', 'compatible', 'pages'] as const;
export type Filter = (typeof FILTERS)[number];

/** What a person chose of the Marketplace. All of it is in the URL, so that it can be linked to and survives a reload. */
export interface View {
  readonly search: string;
  /** Name of a category; empty: all. */
  readonly category: string;
  readonly filters: readonly Filter[];
  /** Name of a repository, `NO_REPOSITORY`, or empty for all. */
  readonly repository: string;
  readonly sort: Sort;
}

/** Uploaded or published by hand. No repository is called so. */
export const NO_REPOSITORY = '-';
/** Extensions without a category. No category is called so. */
export const NO_CATEGORY = '-';

export const WHOLE: View = { search: '', category: '', filters: [], repository: '', sort: 'recommended' };

export function viewOf(params: URLSearchParams): View {
  const shown = (params.get('show') ?? '').split(',');
  const sort = SORTS.find((name) => name === params.get('sort'));
  return {
    search: params.get('q') ?? '',
    category: params.get('category') ?? '',
    filters: FILTERS.filter((name) => shown.includes(name)),
    repository: params.get('repository') ?? '',
    sort: sort ?? 'recommended',
  };
}

/** Leaves what it does not know in the query as it is. */
export function withView(params: URLSearchParams, view: View): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value));
  set('q', view.search);
  set('category', view.category);
  set('show', view.filters.join(','));
  set('repository', view.repository);
  set('sort', view.sort === 'recommended' ? '' : view.sort);
  return next;
}

/** Narrowed by anything but the order. */
export function isNarrowed({ search, category, filters, repository }: View): boolean {
  return search.trim() !== '' || category !== '' || filters.length > 0 || repository !== '';
}

/** The view of the URL, and how to change it. Changes replace the entry of the history: going back leaves the page. */
export function useView(): [View, (change: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const change = (part: Partial<View>) =>
    setParams((current) => withView(current, { ...viewOf(current), ...part }), { replace: true });
  return [viewOf(params), change];
}
