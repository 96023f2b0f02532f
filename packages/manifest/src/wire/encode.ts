import type { ComposedIndex, IndexExtension } from '../composed-index.ts';
import { type Column, TABLES, type TableName, WIRE_VERSION, type WireIndex, type WireTable } from './tables.ts';

/** The index in its wire form: plain JSON, small when compressed. `decodeIndex` gives an equal index back. */
export function encodeIndex(index: ComposedIndex): WireIndex {
  const numbers = new Map(index.extensions.map((extension, number) => [extension.name, number]));
  const table = (name: TableName) => encodeTable(index[name] as object[] as Row[], TABLES[name], numbers);
  return {
    wire: WIRE_VERSION,
    revision: index.revision,
    locale: index.locale,
    host: index.host,
    extensions: table('extensions'),
    routes: table('routes'),
    menus: table('menus'),
    slots: table('slots'),
    columns: table('columns'),
    tabs: table('tabs'),
    actions: table('actions'),
    commands: table('commands'),
    services: table('services'),
    settings: table('settings'),
    themes: table('themes'),
    quickAccess: table('quickAccess'),
    slotDefinitions: table('slotDefinitions'),
    conflicts: index.conflicts,
    skipped: index.skipped,
  };
}

type Row = Record<string, unknown> & { extension?: string };

function encodeTable(rows: Row[], columns: readonly Column[], numbers: Map<string, number>): WireTable {
  if (rows.length === 0) return [];
  return columns.map((column, position) => {
    const cells = rows.map((row) => encodeCell(row, column, numbers));
    // The first column tells the number of rows, so it stays whole.
    if (position === 0) return cells;
    let end = cells.length;
    while (end > 0 && cells[end - 1] === null) end -= 1;
    return end === 0 ? 0 : cells.slice(0, end);
  });
}

function encodeCell(row: Row, column: Column, numbers: Map<string, number>): unknown {
  const value = row[column.field];
  if (value === undefined || value === column.default) return null;
  switch (column.as) {
    case 'extension':
      return numbers.get(value as string) ?? value;
    case 'extensions': {
      const names = value as string[];
      return names.length === 0 ? null : names.map((name) => numbers.get(name) ?? name);
    }
    case 'qualified': {
      const own = `${row.extension}/`;
      return (value as string).startsWith(own) ? (value as string).slice(own.length) : value;
    }
    case 'reference':
      return (value as string).replace(/#default$/, '');
    case 'base': {
      const { name, version } = row as unknown as IndexExtension;
      return value === `/ext/${name}/${version}/` ? null : value;
    }
    default:
      return Array.isArray(value) && value.length === 0 && Array.isArray(column.default) ? null : value;
  }
}
