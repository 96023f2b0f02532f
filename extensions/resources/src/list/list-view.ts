import { useSearchParams } from 'react-router';

/** What a person chose of a list. All of it is in the URL, so that it can be linked to and survives a reload. */
export interface ListView {
  readonly namespace?: string | undefined;
  readonly labels?: string | undefined;
  /** Only the namespaces of this workspace. */
  readonly workspace?: string | undefined;
  readonly search: string;
  readonly sort?: { readonly column: string; readonly descending: boolean } | undefined;
  /** Ids of the columns beside the name; undefined: as usual. */
  readonly columns?: readonly string[] | undefined;
}

export function viewOf(params: URLSearchParams): ListView {
  const sort = params.get('sort') ?? '';
  const columns = params.get('columns');
  return {
    namespace: params.get('namespace') || undefined,
    labels: params.get('labels') || undefined,
    workspace: params.get('workspace') || undefined,
    search: params.get('q') ?? '',
    sort: sort === '' ? undefined : { column: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
    columns: columns === null ? undefined : columns.split(',').filter(Boolean),
  };
}

/** Leaves what it does not know in the query as it is. */
export function withView(params: URLSearchParams, view: ListView): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  };
  set('namespace', view.namespace);
  set('labels', view.labels);
  set('workspace', view.workspace);
  set('q', view.search);
  set('sort', view.sort && `${view.sort.descending ? '-' : ''}${view.sort.column}`);
  set('columns', view.columns?.join(','));
  return next;
}

/** The view of the URL, and how to change it. Changes replace the entry of the history: going back leaves the list. */
export function useListView(): [ListView, (change: Partial<ListView>) => void] {
  const [params, setParams] = useSearchParams();
  const change = (part: Partial<ListView>) =>
    setParams((current) => withView(current, { ...viewOf(current), ...part }), { replace: true });
  return [viewOf(params), change];
}
