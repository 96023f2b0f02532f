import type { StorageKey } from '../store/store.ts';
import type { TablePrinter } from '../table/table.ts';

/** How built-in kinds are shown in tables. */
export const builtInPrinters: Readonly<Record<StorageKey, TablePrinter>> = {};
