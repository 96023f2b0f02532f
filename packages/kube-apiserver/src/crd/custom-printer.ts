/** Tables of custom resources. Source: k8s.io/apiextensions-apiserver, registry/customresource/tableconvertor. */
import { age, JsonPathError, parseJsonPath } from '@luban/kube';
import type { TableCell, TableColumn, TablePrinter } from '../table/table.ts';
import type { PrinterColumn } from './custom-resource-definition.ts';

const NAME_COLUMN: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  priority: 0,
};

const AGE_COLUMN: PrinterColumn = {
  name: 'Age',
  type: 'date',
  format: '',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  priority: 0,
  jsonPath: '.metadata.creationTimestamp',
};

const TYPES = ['string', 'integer', 'number', 'boolean', 'date'] as const;

/** Name first, then the columns of the definition; Age when it has none. A path that is none shows nothing. */
export function customPrinter(columns: readonly PrinterColumn[]): TablePrinter {
  const shown = columns.length > 0 ? columns : [AGE_COLUMN];
  const compiled = shown.map((column) => ({ type: column.type, path: pathOf(column.jsonPath) }));
  return {
    columns: [NAME_COLUMN, ...shown.map(tableColumn)],
    cells(object, now) {
      const values = compiled.map(({ type, path }) => cell(type, path?.find(object)[0], now));
      return [object.metadata.name ?? '', ...values];
    },
  };
}

function tableColumn({ name, type, format, description, priority, jsonPath }: PrinterColumn): TableColumn {
  return {
    name,
    type: TYPES.find((known) => known === type) ?? 'string',
    format,
    description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    priority,
  };
}

function pathOf(text: string) {
  try {
    return parseJsonPath(text);
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

function cell(type: string, value: unknown, now: number): TableCell {
  if (value === undefined || value === null) return null;
  if (type === 'string') return typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'integer') return typeof value === 'number' ? Math.trunc(value) : null;
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  if (type !== 'date' || typeof value !== 'string') return null;
  if (value === '') return '<unknown>';
  return Number.isNaN(Date.parse(value)) ? '<invalid>' : age(value, now);
}
