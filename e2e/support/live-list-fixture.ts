/** A page that shows a list of pods as it is: what the hooks of live data give, and nothing made of it. */
import { component } from './fixture-code.ts';
import type { Fixture } from './fixture-extension.ts';

const PAGE = component(`const { cellText, useNow, useResource, useResourceList, useTable } = share('@luban/sdk');
const parameters = new URLSearchParams(location.search);
const [search, setSearch] = React.useState(parameters.get('search') ?? '');
const [descending, setDescending] = React.useState(false);
const list = useResourceList({
  cluster: parameters.get('cluster') ?? 'host',
  group: '',
  version: 'v1',
  resource: parameters.get('resource') ?? 'pods',
  namespace: parameters.get('namespace') ?? undefined,
  search,
  sort: { column: 'Name', descending },
});
const table = useTable(list);
const now = useNow();
const [first, setFirst] = React.useState(0);
React.useEffect(() => table.setVisible(first, first + 39), [table, first]);
const chosen = table.active === undefined ? null : table.row(table.activeIndex);
const one = useResource(chosen ? { cluster: 'host', group: '', version: 'v1', resource: 'pods', namespace: chosen.namespace, name: chosen.name } : null);
const rows = Array.from({ length: Math.min(40, Math.max(0, table.total - first)) }, (_, i) => table.row(first + i));
return h('section', null,
  h('h1', null, 'Pods'),
  h('output', { 'aria-label': 'Status' }, list.status),
  h('output', { 'aria-label': 'Total' }, list.total),
  h('output', { 'aria-label': 'Problem' }, list.problem?.code ?? ''),
  h('output', { 'aria-label': 'Phase' }, one.object?.status?.phase ?? ''),
  h('input', { 'aria-label': 'Search', value: search, onChange: (event) => setSearch(event.target.value) }),
  h('input', { 'aria-label': 'First', value: first, onChange: (event) => setFirst(Number(event.target.value)) }),
  h('button', { onClick: () => setDescending(!descending) }, 'Turn'),
  h('table', { tabIndex: 0, onKeyDown: (event) => table.move(event.key) }, h('tbody', null, rows.map((row, i) =>
    row && h('tr', { key: row.key, 'aria-selected': row.key === table.active }, list.columns.map((column, at) =>
      h('td', { key: column.name }, cellText(column, row, row.cells[at], now))))))));`);

/** At `/live-list`, by `?cluster=&namespace=&resource=&search=`. */
export const liveList: Fixture = {
  name: 'live-list',
  title: 'Live list',
  modules: { './page': PAGE },
  contributes: {
    routes: [
      { id: 'list', mount: 'root', path: 'live-list', title: 'Live list', component: { $ref: './page#default' } },
    ],
    menus: [{ slot: 'global', id: 'list', title: 'Live list', route: 'list' }],
  },
};
