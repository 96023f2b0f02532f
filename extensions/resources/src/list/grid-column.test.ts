import { describe, expect, it } from 'vitest';
import { gridColumns } from './grid-column.ts';

const column = (name: string, type = 'string', more = {}) => ({ name, type, priority: 0, ...more });
const of = (resource: string, columns: Parameters<typeof gridColumns>[0]['columns'], namespaces = true) =>
  gridColumns({ columns, kind: { group: '', version: 'v1', resource }, namespaces, t: (key) => key });
const looks = (columns: ReturnType<typeof of>) => Object.fromEntries(columns.map(({ id, look }) => [id, look]));

describe('the columns of a list', () => {
  it('begin with the name and end with the age, which the row knows better than the table', () => {
    const columns = of('pods', [
      column('Name', 'string', { format: 'name' }),
      column('Ready'),
      column('Status'),
      column('Age', 'string'),
    ]);
    expect(columns.map(({ id }) => id)).toEqual(['Name', 'Namespace', 'Ready', 'Status', 'Age']);
    expect(columns.map(({ cell }) => cell)).toEqual([-1, -1, 1, 2, -1]);
    expect(of('pods', [], false).map(({ id }) => id)).toEqual(['Name', 'Age']);
  });

  it('have one glyph a row: that of the column that sums it up, else of the one that counts', () => {
    expect(looks(of('pods', [column('Ready'), column('Status')]))).toMatchObject({ Ready: 'text', Status: 'status' });
    expect(looks(of('deployments', [column('Ready'), column('Available', 'integer')]))).toMatchObject({
      Ready: 'status',
      Available: 'number',
    });
  });

  it('compare a number with the one that it should reach', () => {
    const [, , , ready] = of('daemonsets', [column('Desired', 'integer'), column('Ready', 'integer')]);
    expect(ready).toMatchObject({ id: 'Ready', look: 'status', wanted: 0 });
  });

  it('leave out what the server shows in wide tables alone, unless somebody asks for it', () => {
    const columns = of('pods', [column('Node', 'string', { priority: 1 })]);
    expect(columns.find(({ id }) => id === 'Node')?.byDefault).toBe(false);
  });

  it('show of events what happened to which object, rather than their names', () => {
    const columns = of('events', [column('Last Seen', 'date'), column('Type'), column('Object'), column('Message')]);
    expect(columns.filter(({ byDefault }) => byDefault).map(({ id }) => id)).toEqual([
      'Namespace',
      'Last Seen',
      'Type',
      'Object',
      'Message',
    ]);
    expect(looks(columns)).toMatchObject({ Type: 'status', 'Last Seen': 'age' });
  });
});
