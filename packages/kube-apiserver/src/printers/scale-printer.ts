/** Of `…/scale`. Source: k8s.io/kubernetes/pkg/printers/internalversion, printScale. */
import { AGE, ageCell, column, printer } from './column.ts';

interface ScaleShape {
  spec?: { replicas?: number };
  status?: { replicas?: number };
}

export const scalePrinter = printer<ScaleShape>(
  [
    column('Desired', 'How many replicas are asked for.', 'integer'),
    column('Available', 'How many replicas there are.', 'integer'),
    AGE,
  ],
  (object, now) => [object.spec?.replicas ?? 0, object.status?.replicas ?? 0, ageCell(object, now)],
);
