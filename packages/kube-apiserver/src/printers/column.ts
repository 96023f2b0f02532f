import { age, type KubeObject } from '@luban/kube';
import type { TableCell, TableColumn, TablePrinter } from '../table/table.ts';

/** A column that is always shown. */
export function column(name: string, description: string, type: TableColumn['type'] = 'string'): TableColumn {
  return { name, type, format: '', description, priority: 0 };
}

/** A column of `-o wide`. */
export function wide(name: string, description: string, type: TableColumn['type'] = 'string'): TableColumn {
  return { ...column(name, description, type), priority: 1 };
}

export const NAME: TableColumn = {
  ...column('Name', 'Name of the object, unique within its namespace and kind.'),
  format: 'name',
};

export const AGE: TableColumn = column('Age', 'How long ago the object was created.');

/** Builds a printer whose first column is the name. */
export function printer<Shape extends object>(
  columns: readonly TableColumn[],
  cells: (object: KubeObject & Shape, now: number) => TableCell[],
): TablePrinter {
  return {
    columns: [NAME, ...columns],
    cells: (object, now) => [object.metadata.name ?? '', ...cells(object as KubeObject & Shape, now)],
  };
}

/** `5d`, as tables show it; `<unknown>` without a time. */
export function ageOf(time: string | null | undefined, now: number): string {
  if (!time) return '<unknown>';
  return age(time, now);
}

export const ageCell = ({ metadata }: KubeObject, now: number): string => ageOf(metadata.creationTimestamp, now);

export const NONE = '<none>';
export const UNSET = '<unset>';

/** `a,b`, or `<none>`. */
export function joined(values: readonly string[] | undefined): string {
  return values === undefined || values.length === 0 ? NONE : values.join(',');
}
