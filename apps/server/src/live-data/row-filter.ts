import { type FieldSelector, matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from '@luban/kube';
import type { LiveColumn, LiveRow } from '@luban/kube/live';

export interface RowSelection {
  /** Absent: all. */
  namespaces?: ReadonlySet<string>;
  /** The rows themselves are namespaces. */
  areNamespaces?: boolean;
  labelSelector?: string;
  fieldSelector?: string;
  search?: string;
}

export type RowFilter = (row: LiveRow) => boolean;

/** Fields that every row has: what selects by others only has to be asked of the cluster. */
const FIELDS = new Set(['metadata.name', 'metadata.namespace']);

export function selectsByRow(fieldSelector: string): boolean {
  return parseFieldSelector(fieldSelector).every(({ field }) => FIELDS.has(field));
}

/** @throws SelectorError */
export function rowFilter(selection: RowSelection, columns: readonly LiveColumn[]): RowFilter {
  const { namespaces, labelSelector, fieldSelector, search } = selection;
  const filters: RowFilter[] = [];
  if (namespaces !== undefined) {
    filters.push(({ namespace, name }) => {
      const place = selection.areNamespaces ? name : namespace;
      return place !== undefined && namespaces.has(place);
    });
  }
  const labels = parseLabelSelector(labelSelector ?? '');
  if (labels.length > 0) filters.push((row) => matchesLabels(labels, row.labels));
  const fields = parseFieldSelector(fieldSelector ?? '');
  if (fields.length > 0) filters.push((row) => matchesNames(fields, row));
  filters.push(...searchTerms(search ?? '', columns));
  return (row) => filters.every((filter) => filter(row));
}

function matchesNames(fields: FieldSelector, { name, namespace = '' }: LiveRow): boolean {
  return matchesFields(fields, { 'metadata.name': name, 'metadata.namespace': namespace });
}

/** Terms between spaces: `app=web` and `app!=web` for labels, `status:crash` for a column, else a part of the name. */
function searchTerms(search: string, columns: readonly LiveColumn[]): RowFilter[] {
  return search
    .split(/\s+/)
    .filter((term) => term !== '')
    .map((term) => searchTerm(term, columns));
}

function searchTerm(term: string, columns: readonly LiveColumn[]): RowFilter {
  const label = /^([^=!]+)(!?)==?(.*)$/.exec(term);
  if (label !== null) {
    const [, key = '', not, value] = label;
    return ({ labels }) => ((Object.hasOwn(labels, key) ? labels[key] : undefined) === value) === (not === '');
  }
  const colon = term.indexOf(':');
  const column = colon > 0 ? columnIndex(term.slice(0, colon), columns) : -1;
  if (column >= 0) {
    const part = term.slice(colon + 1).toLowerCase();
    return ({ cells }) => textOf(cells[column]).toLowerCase().includes(part);
  }
  const part = term.toLowerCase();
  return ({ name }) => name.toLowerCase().includes(part);
}

/** Spaces separate terms, so that `nominated-node` stands for the column "Nominated Node". */
function columnIndex(name: string, columns: readonly LiveColumn[]): number {
  const wanted = name.toLowerCase();
  return columns.findIndex((column) => column.name.toLowerCase().replaceAll(' ', '-') === wanted);
}

function textOf(cell: LiveRow['cells'][number] | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? (cell.text ?? '') : String(cell);
}
