import { age } from '@luban/kube';
import type { TablePrinter } from '../table/table.ts';

/** For kinds that nobody said more about. */
export const defaultPrinter: TablePrinter = {
  columns: [
    {
      name: 'Name',
      type: 'string',
      format: 'name',
      description: 'Name of the object, unique in its namespace.',
      priority: 0,
    },
    {
      name: 'Age',
      type: 'string',
      format: '',
      description: 'Time since the object was created.',
      priority: 0,
    },
  ],
  cells: ({ metadata }, now) => [metadata.name ?? '', age(metadata.creationTimestamp, now)],
};
