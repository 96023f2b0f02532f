import type { ComposedIndex } from '../composed-index.ts';

/** How one field of a list is written. */
export interface Column {
  field: string;
  /**
   * `extension`: number of a row in the table of extensions. `qualified`: `<extension>/<id>`, the extension left away when
   * it is the row's own. `reference`: `#default` left away. `base`: the usual URL path left away. `extensions`: list of
   * `extension`.
   */
  as?: 'extension' | 'extensions' | 'qualified' | 'reference' | 'base';
  /** Value that need not be written. Default: none, the field is absent. */
  default?: string | number | boolean | readonly [];
}

/** Lists of the index that are written as tables, by column; the others go as they are. */
export const TABLES = {
  extensions: [
    { field: 'name' },
    { field: 'version' },
    { field: 'displayName' },
    { field: 'base', as: 'base' },
    { field: 'framework', default: 'react' },
    { field: 'state', default: 'indexed' },
    { field: 'problem' },
    { field: 'requires', as: 'extensions', default: [] },
    { field: 'eager', default: false },
    { field: 'origin', default: 'installed' },
  ],
  routes: [
    ...item(),
    { field: 'mount', default: 'cluster' },
    { field: 'path' },
    { field: 'title' },
    { field: 'description' },
    { field: 'icon' },
    { field: 'skeleton', default: 'page' },
    { field: 'prefetch', default: 'intent' },
    { field: 'component', as: 'reference' },
  ],
  menus: [
    ...item(),
    { field: 'slot', default: 'cluster' },
    { field: 'title' },
    { field: 'icon' },
    { field: 'route', as: 'qualified' },
    { field: 'command', as: 'qualified' },
    { field: 'href' },
    { field: 'group' },
  ],
  slots: [...item(), { field: 'slot' }, { field: 'title' }, { field: 'component', as: 'reference' }, { field: 'size' }],
  columns: [
    ...item(),
    { field: 'for' },
    { field: 'title' },
    { field: 'component', as: 'reference' },
    { field: 'width', default: 120 },
  ],
  tabs: [...item(), { field: 'for' }, { field: 'title' }, { field: 'icon' }, { field: 'component', as: 'reference' }],
  actions: [
    ...item(),
    { field: 'for' },
    { field: 'title' },
    { field: 'icon' },
    { field: 'command', as: 'qualified' },
    { field: 'danger', default: false },
  ],
  commands: [
    ...item(),
    { field: 'title' },
    { field: 'icon' },
    { field: 'keywords', default: [] },
    { field: 'handler', as: 'reference' },
    { field: 'route', as: 'qualified' },
    { field: 'key' },
    { field: 'palette', default: true },
  ],
  services: [{ field: 'extension', as: 'extension' }, { field: 'token' }, { field: 'provider', as: 'reference' }],
  settings: [{ field: 'extension', as: 'extension' }, { field: 'title' }, { field: 'properties' }],
  themes: [
    { field: 'extension', as: 'extension' },
    { field: 'id' },
    { field: 'title' },
    { field: 'extends', default: 'light' },
    { field: 'tokens' },
  ],
  quickAccess: [
    ...item(),
    { field: 'title' },
    { field: 'description' },
    { field: 'icon' },
    { field: 'route', as: 'qualified' },
    { field: 'command', as: 'qualified' },
  ],
  slotDefinitions: [{ field: 'extension', as: 'extension' }, { field: 'id' }, { field: 'multiple', default: true }],
} as const satisfies Partial<Record<keyof ComposedIndex, readonly Column[]>>;

export type TableName = keyof typeof TABLES;

/** Version of the wire form. A page that was loaded before a change of it has to be loaded again. */
export const WIRE_VERSION = 1;

/** A table, column after column; `0` for a column of defaults, `null` for a default, and a column's last ones left away. */
export type WireTable = (0 | unknown[])[];

export interface WireIndex extends Record<TableName, WireTable> {
  wire: typeof WIRE_VERSION;
  revision: string;
  locale: string;
  host: string;
  conflicts: unknown[];
  skipped: unknown[];
}

function item() {
  return [{ field: 'extension', as: 'extension' }, { field: 'id' }, { field: 'when' }] as const;
}
