import {
  JsonPathError,
  type KubeObject,
  type LabelSelector,
  matchesLabels,
  type ObjectMeta,
  parseJsonPath,
  parseLabelSelector,
  SelectorError,
} from '@luban/kube';
import { Refusal } from '../../refusal.ts';
import { recordOf, textOf } from '../json.ts';
import { type FieldFilter, parseFieldFilters } from './field-filters.ts';
import type { KindFilters } from './kind-filters.ts';

/** Which objects of a kind somebody wants, in which order, and which part of them. Source: KubeSphere 4, list queries. */
export interface ListQuery {
  /** Counted from 1. */
  page: number;
  /** Absent: all. */
  limit?: number;
  sortBy: 'name' | 'namespace' | 'creationTimestamp' | { values(object: KubeObject): unknown };
  ascending: boolean;
  filters: readonly ((object: KubeObject) => boolean)[];
}

const ALIASES = ['kubesphere.io/alias-name', 'kubesphere.io/display-name'];

/**
 * @param own filters of the kind, which prevail over those of all kinds
 * @throws Refusal 400 that names the parameter
 */
export function parseListQuery(text: string | undefined, own: KindFilters = {}): ListQuery {
  const query = new URLSearchParams(text);
  const value = (name: string) => query.get(name) || undefined;
  const limit = wholeNumber('limit', value('limit'), -1);
  const page = wholeNumber('page', value('page'), 1);
  if (page < 1) throw wrong('page', String(page), 'pages are counted from 1');
  return {
    page,
    ...(limit > 0 && { limit }),
    sortBy: sorting(value('sortBy')),
    ascending: isTrue('ascending', value('ascending')),
    filters: filtersOf(value, own),
  };
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^-?\d{1,9}$/.test(text)) throw wrong(name, text, 'it is no whole number');
  return Number(text);
}

function isTrue(name: string, text: string | undefined): boolean {
  if (text === undefined || /^(?:0|f|false)$/i.test(text)) return false;
  if (/^(?:1|t|true)$/i.test(text)) return true;
  throw wrong(name, text, 'it is neither true nor false');
}

function sorting(text: string | undefined): ListQuery['sortBy'] {
  if (text === undefined || text === 'createTime' || text === 'creationTimestamp') return 'creationTimestamp';
  if (text === 'name' || text === 'namespace') return text;
  // Field by field, as in `spec.size`; other words are nobody's names for an order.
  if (!text.includes('.')) throw wrong('sortBy', text, 'it is neither name, namespace, creationTimestamp nor a field');
  const path = orRefuse('sortBy', text, parseJsonPath);
  return { values: (object) => path.find(object)[0] };
}

type Filter = (object: KubeObject) => boolean;

function filtersOf(value: (name: string) => string | undefined, own: KindFilters): Filter[] {
  const filters: Filter[] = [];
  const add = (name: string, make: (text: string) => Filter) => {
    const text = value(name);
    if (text !== undefined) filters.push(make(text));
  };
  const when: typeof add = (name, make) => {
    if (!Object.hasOwn(own, name)) add(name, make);
  };
  for (const [name, make] of Object.entries(own)) add(name, make);
  when('name', (text) => (object) => isCalled(object, text));
  when('nameAndAlias', (text) => (object) => isCalled(object, text));
  when('names', (text) => {
    const names = new Set(text.split(','));
    return ({ metadata }) => names.has(metadata.name ?? '');
  });
  when(
    'uid',
    (text) =>
      ({ metadata }) =>
        metadata.uid === text,
  );
  when(
    'namespace',
    (text) =>
      ({ metadata }) =>
        metadata.namespace === text,
  );
  when(
    'ownerReference',
    (text) =>
      ({ metadata }) =>
        owners(metadata).some(({ uid }) => uid === text),
  );
  when(
    'ownerKind',
    (text) =>
      ({ metadata }) =>
        owners(metadata).some(({ kind }) => kind === text),
  );
  when('annotation', (text) => {
    const selector = pairs(text);
    return ({ metadata }) => selector.every((pair) => pair(metadata.annotations));
  });
  when('label', (text) => labels(orRefuse('label', text, parseLabelSelector)));
  when('labelSelector', (text) => labels(orRefuse('labelSelector', text, parseLabelSelector)));
  when('fieldSelector', (text) => {
    const fields = orRefuse('fieldSelector', text, parseFieldFilters);
    return (object) => fields.every((field: FieldFilter) => field(object));
  });
  when('status', (text) => (object) => statusOf(object).toLowerCase() === text.toLowerCase());
  return filters;
}

function labels(selector: LabelSelector): Filter {
  return ({ metadata }) => matchesLabels(selector, metadata.labels);
}

/** Part of the name, or of the name that people gave it. */
function isCalled({ metadata }: KubeObject, text: string): boolean {
  const aliases = ALIASES.map((key) => ownText(metadata.annotations, key));
  return [metadata.name, ...aliases].some((name) => name?.includes(text));
}

/** `key`, `key=value` or `key!=value`, separated by commas. Values of annotations may be anything else. */
function pairs(text: string): ((annotations: ObjectMeta['annotations']) => boolean)[] {
  return text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, key = pair, operator, wanted = ''] = /^([^=!]+?)\s*(!?==?)\s*(.*)$/s.exec(pair) ?? [];
      return (annotations) => {
        const found = ownText(annotations, key);
        if (operator === undefined) return found !== undefined;
        return operator.startsWith('!') ? found !== wanted : found === wanted;
      };
    });
}

function owners({ ownerReferences }: ObjectMeta) {
  return ownerReferences ?? [];
}

/** What most kinds have of a state: a phase, a state, or the word itself. */
function statusOf({ status }: KubeObject): string {
  const { phase, state } = recordOf(status);
  return textOf(status) ?? textOf(phase) ?? textOf(state) ?? '';
}

function ownText(record: Record<string, string> | undefined, key: string): string | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? textOf(record[key]) : undefined;
}

function orRefuse<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SelectorError || error instanceof JsonPathError) throw wrong(name, text, error.message);
    throw error;
  }
}

function wrong(parameter: string, value: string, reason: string): Refusal {
  return new Refusal(400, 'LB5415', { parameter, value: value.slice(0, 100), reason: reason.slice(0, 200) });
}
