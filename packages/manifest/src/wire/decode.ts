import type { ComposedIndex } from '../composed-index.ts';
import { type Column, TABLES, type TableName, WIRE_VERSION, type WireIndex, type WireTable } from './tables.ts';

/** Another wire form than this code reads: the console was updated, and the page has to be loaded again. */
export class WireVersionError extends Error {
  override name = 'WireVersionError';
  readonly code = 'LB3017';
}

/**
 * Reads the wire form of `encodeIndex`. Throws a `WireVersionError` for any other value.
 */
export function decodeIndex(wire: unknown): ComposedIndex {
  if (typeof wire !== 'object' || wire === null || (wire as WireIndex).wire !== WIRE_VERSION) {
    throw new WireVersionError('The index is not in the wire form that this console reads');
  }
  const source = wire as WireIndex;
  const extensions = decodeTable(source.extensions, TABLES.extensions, []) as unknown as ComposedIndex['extensions'];
  const names = extensions.map((extension) => extension.name);
  // `requires` names rows of this same table, which are known only now.
  for (const extension of extensions) extension.requires = extension.requires.map((cell) => nameOf(cell, names));
  const table = (name: TableName) => decodeTable(source[name], TABLES[name], names) as unknown;
  return {
    revision: source.revision,
    locale: source.locale,
    host: source.host,
    extensions,
    routes: table('routes') as ComposedIndex['routes'],
    menus: table('menus') as ComposedIndex['menus'],
    slots: table('slots') as ComposedIndex['slots'],
    columns: table('columns') as ComposedIndex['columns'],
    tabs: table('tabs') as ComposedIndex['tabs'],
    actions: table('actions') as ComposedIndex['actions'],
    commands: table('commands') as ComposedIndex['commands'],
    services: table('services') as ComposedIndex['services'],
    settings: table('settings') as ComposedIndex['settings'],
    themes: table('themes') as ComposedIndex['themes'],
    quickAccess: table('quickAccess') as ComposedIndex['quickAccess'],
    slotDefinitions: table('slotDefinitions') as ComposedIndex['slotDefinitions'],
    conflicts: source.conflicts as ComposedIndex['conflicts'],
    skipped: source.skipped as ComposedIndex['skipped'],
  };
}

type Row = Record<string, unknown>;

/** Fields are written from the constant list of columns alone, so no name that came over the wire becomes a key. */
function decodeTable(table: WireTable, columns: readonly Column[], names: string[]): Row[] {
  const first = table[0];
  const rows: Row[] = first ? first.map(() => ({})) : [];
  columns.forEach((column, position) => {
    const cells = table[position] || [];
    if (cells.length > 0 || column.default !== undefined || column.as === 'base') fill(rows, column, cells, names);
  });
  return rows;
}

/** This runs before the first paint, and most columns are plain: those are copied without a call for each cell. */
function fill(rows: Row[], column: Column, cells: readonly unknown[], names: string[]): void {
  const { field, as } = column;
  const list = Array.isArray(column.default);
  for (let number = 0; number < rows.length; number += 1) {
    const row = rows[number]!;
    const cell = cells[number] ?? null;
    if (cell !== null) row[field] = as === undefined ? cell : decodeCell(cell, as, row, names);
    else if (as === 'base') row[field] = `/ext/${row.name}/${row.version}/`;
    else if (list) row[field] = [];
    else if (column.default !== undefined) row[field] = column.default;
  }
}

function decodeCell(cell: unknown, as: NonNullable<Column['as']>, row: Row, names: string[]): unknown {
  switch (as) {
    case 'extension':
      return nameOf(cell, names);
    case 'qualified':
      return String(cell).includes('/') ? cell : `${row.extension}/${cell}`;
    case 'reference':
      return String(cell).includes('#') ? cell : `${cell}#default`;
    default:
      return cell;
  }
}

function nameOf(cell: unknown, names: string[]): string {
  return typeof cell === 'number' ? (names[cell] ?? '') : String(cell);
}
