// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Table, type TableColumn, type TableProps } from './table.tsx';

afterEach(cleanup);

interface Node {
  readonly name: string;
  readonly pods: number;
}

const rows: readonly Node[] = [
  { name: 'beta', pods: 3 },
  { name: 'alpha', pods: 9 },
  { name: 'gamma', pods: 1 },
];
const columns: readonly TableColumn<Node>[] = [
  { id: 'name', header: 'Name', cell: (node) => node.name, sort: (a, b) => a.name.localeCompare(b.name) },
  { id: 'pods', header: 'Pods', cell: (node) => node.pods, align: 'end' },
  { id: 'edit', header: 'Edit', cell: (node) => <button type="button">Edit {node.name}</button> },
];

function show(props: Partial<TableProps<Node>> = {}) {
  render(<Table label="Nodes" rows={rows} rowKey={(node) => node.name} columns={columns} {...props} />);
}

const names = () =>
  within(screen.getAllByRole('rowgroup')[1]!)
    .getAllByRole('row')
    .map((row) => row.querySelector('td')?.textContent);
const rowOf = (name: string) => screen.getByRole('cell', { name }).closest('tr')!;

describe('semantics', () => {
  it('is a named table with column headers', () => {
    show();
    const table = screen.getByRole('table', { name: 'Nodes' });
    expect(within(table).getAllByRole('columnheader')).toHaveLength(3);
  });

  it('offers an empty state, or the given one, in the place of rows', () => {
    show({ rows: [] });
    expect(screen.getByText('Nothing here yet')).toBeDefined();
    cleanup();
    show({ rows: [], empty: 'No nodes match' });
    expect(screen.getByText('No nodes match')).toBeDefined();
  });

  it('keeps the headers and says it is busy while loading', () => {
    show({ rows: [], loading: true });
    expect(screen.getByRole('table', { name: 'Nodes' }).getAttribute('aria-busy')).toBe('true');
    expect(screen.getAllByRole('columnheader')).toHaveLength(3);
    expect(screen.queryByText('Nothing here yet')).toBeNull();
  });
});

describe('order', () => {
  it('goes from given to ascending, descending and back', () => {
    show();
    const sort = screen.getByRole('button', { name: 'Name' });
    const header = screen.getByRole('columnheader', { name: 'Name' });
    expect(names()).toEqual(['beta', 'alpha', 'gamma']);
    fireEvent.click(sort);
    expect(names()).toEqual(['alpha', 'beta', 'gamma']);
    expect(header.getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(sort);
    expect(names()).toEqual(['gamma', 'beta', 'alpha']);
    expect(header.getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(sort);
    expect(names()).toEqual(['beta', 'alpha', 'gamma']);
    expect(header.getAttribute('aria-sort')).toBe('none');
  });

  it('can be kept outside', () => {
    const onSortChange = vi.fn();
    show({ sort: { column: 'name', direction: 'descending' }, onSortChange });
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSortChange).toHaveBeenCalledExactlyOnceWith(null);
    expect(names()).toEqual(['gamma', 'beta', 'alpha']);
  });

  it('offers no button where a column cannot be ordered', () => {
    show();
    expect(screen.queryByRole('button', { name: 'Pods' })).toBeNull();
  });
});

describe('rows that open', () => {
  it('have one place in the tab order, which arrow keys, Home and End move', () => {
    show({ onRowClick: vi.fn() });
    const places = () => screen.getAllByRole('row').filter((row) => row.tabIndex === 0 && row.hasAttribute('tabindex'));
    expect(places()).toEqual([rowOf('beta')]);
    rowOf('beta').focus();
    fireEvent.keyDown(rowOf('beta'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rowOf('alpha'));
    expect(places()).toEqual([rowOf('alpha')]);
    fireEvent.keyDown(rowOf('alpha'), { key: 'End' });
    expect(document.activeElement).toBe(rowOf('gamma'));
    fireEvent.keyDown(rowOf('gamma'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rowOf('gamma'));
    fireEvent.keyDown(rowOf('gamma'), { key: 'Home' });
    expect(document.activeElement).toBe(rowOf('beta'));
  });

  it('open on Enter and click, but not when a button inside was meant', () => {
    const onRowClick = vi.fn();
    show({ onRowClick });
    fireEvent.keyDown(rowOf('alpha'), { key: 'Enter' });
    expect(onRowClick).toHaveBeenLastCalledWith(rows[1]);
    fireEvent.click(screen.getByRole('cell', { name: 'gamma' }));
    expect(onRowClick).toHaveBeenLastCalledWith(rows[2]);
    fireEvent.click(screen.getByRole('button', { name: 'Edit beta' }));
    fireEvent.keyDown(screen.getByRole('button', { name: 'Edit beta' }), { key: 'Enter' });
    expect(onRowClick).toHaveBeenCalledTimes(2);
  });

  it('mark the selected one, and begin there', () => {
    show({ onRowClick: vi.fn(), selectedKey: 'gamma' });
    expect(rowOf('gamma').getAttribute('aria-current')).toBe('true');
    expect(rowOf('gamma').tabIndex).toBe(0);
    expect(rowOf('beta').tabIndex).toBe(-1);
  });

  it('are plain without a handler', () => {
    show();
    expect(rowOf('beta').hasAttribute('tabindex')).toBe(false);
  });
});
