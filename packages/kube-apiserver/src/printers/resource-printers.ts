/** Dynamic resource allocation. Source: k8s.io/kubernetes/pkg/printers/internalversion. */
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, column, printer } from './column.ts';

interface ClaimShape {
  status?: { allocation?: object; reservedFor?: unknown[] };
}

const claims = printer<ClaimShape>(
  [column('State', 'Whether devices are allocated, and used.'), AGE],
  (object, now) => {
    const { allocation, reservedFor = [] } = object.status ?? {};
    const isDeleted = object.metadata.deletionTimestamp !== undefined;
    const states = [
      ...(isDeleted ? ['deleted'] : []),
      ...(allocation === undefined ? (isDeleted ? [] : ['pending']) : ['allocated']),
      ...(allocation !== undefined && reservedFor.length > 0 ? ['reserved'] : []),
    ];
    return [states.join(','), ageCell(object, now)];
  },
);

const slices = printer<{ spec?: { nodeName?: string; driver?: string; pool?: { name?: string } } }>(
  [
    column('Node', 'Which node the devices are at.'),
    column('Driver', 'What looks after the devices.'),
    column('Pool', 'What the devices belong to.'),
    AGE,
  ],
  (object, now) => {
    const { nodeName = '', driver = '', pool } = object.spec ?? {};
    return [nodeName, driver, pool?.name ?? '', ageCell(object, now)];
  },
);

export const resourcePrinters: Readonly<Record<string, TablePrinter>> = {
  'resourceclaims.resource.k8s.io': claims,
  'resourceslices.resource.k8s.io': slices,
};
