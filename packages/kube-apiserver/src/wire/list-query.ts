/** Options of list, watch and deletecollection in the query. Source: k8s.io/apimachinery, metav1.ListOptions. */
import {
  badRequest,
  expired,
  type FieldSelector,
  type LabelSelector,
  parseFieldSelector,
  parseLabelSelector,
  SelectorError,
} from '@luban/kube';
import { type FieldError, fieldForbidden, invalidObject, notSupported } from '../validation/field-error.ts';
import { isTrue } from './request-info.ts';

export interface ListQuery {
  labels: LabelSelector;
  fields: FieldSelector;
  /** 0: all. */
  limit: number;
  continue?: ContinueToken;
  /** Absent: the newest. */
  revision?: number;
  match: 'Exact' | 'NotOlderThan' | undefined;
}

export interface WatchQuery extends ListQuery {
  bookmarks: boolean;
  /** Absent: as the server likes. */
  timeoutSeconds?: number;
  /** WatchList: the state first, then a bookmark that says so. */
  sendInitialEvents: boolean | undefined;
}

/** Where a paged list goes on. */
export interface ContinueToken {
  /** -1: at whatever is newest, without consistency. */
  revision: number;
  /** Last key of the page before. */
  after: string;
}

/** @throws StatusError 400, 422 */
export function listQuery(query: URLSearchParams): ListQuery {
  const limit = integer(query, 'limit') ?? 0;
  const token = query.get('continue') || undefined;
  const revision = resourceVersion(query);
  const match = query.get('resourceVersionMatch') || undefined;
  const errors = isTrue(query.get('watch')) ? watchErrors(query, match) : listErrors(query, match);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  if (token !== undefined && revision !== undefined && revision !== 0) {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  return {
    labels: selector(query, 'labelSelector', parseLabelSelector),
    fields: selector(query, 'fieldSelector', parseFieldSelector),
    limit: Math.max(0, limit),
    continue: token === undefined ? undefined : decodeContinue(token),
    revision,
    match: match as ListQuery['match'],
  };
}

const MATCH = 'resourceVersionMatch';
const EXACT = 'Exact';
const NOT_OLDER = 'NotOlderThan';

/** Source: k8s.io/apimachinery/pkg/apis/meta/internalversion/validation. */
function listErrors(query: URLSearchParams, match: string | undefined): FieldError[] {
  const errors: FieldError[] = [];
  if (match !== undefined) {
    if (!query.get('resourceVersion')) {
      errors.push(fieldForbidden(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    }
    if (query.get('continue')) {
      errors.push(fieldForbidden(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
    }
    if (match !== EXACT && match !== NOT_OLDER) errors.push(notSupported(MATCH, match, [EXACT, NOT_OLDER, '']));
    if (match === EXACT && query.get('resourceVersion') === '0') {
      errors.push(fieldForbidden(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (query.has('sendInitialEvents')) {
    errors.push(fieldForbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}

function watchErrors(query: URLSearchParams, match: string | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const initial = query.has('sendInitialEvents');
  if (initial && match !== NOT_OLDER) {
    errors.push(fieldForbidden(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (match === undefined) return errors;
  if (!initial) {
    errors.push(
      fieldForbidden(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
    );
  }
  if (match !== NOT_OLDER) errors.push(notSupported(MATCH, match, [NOT_OLDER]));
  if (query.get('continue')) {
    errors.push(fieldForbidden(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  return errors;
}

/** @throws StatusError 400, 422 */
export function watchQuery(query: URLSearchParams): WatchQuery {
  const list = listQuery(query);
  const initial = query.has('sendInitialEvents') ? isTrue(query.get('sendInitialEvents')) : undefined;
  return {
    ...list,
    bookmarks: query.has('allowWatchBookmarks') && isTrue(query.get('allowWatchBookmarks')),
    timeoutSeconds: integer(query, 'timeoutSeconds') || undefined,
    sendInitialEvents: initial,
  };
}

/** Sorts before whatever could be appended to a key. */
const KEY_END = '\u0000';

export function encodeContinue({ revision, after }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: `${after}${KEY_END}` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodeContinue(text: string): ContinueToken {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as {
      v?: unknown;
      rv?: unknown;
      start?: unknown;
    };
    const { v, rv, start } = token;
    if (v === 'meta.k8s.io/v1' && Number.isSafeInteger(rv) && typeof start === 'string') {
      return { revision: rv as number, after: start.endsWith(KEY_END) ? start.slice(0, -1) : start };
    }
  } catch {
    // Falls through to the one answer for all broken tokens.
  }
  throw badRequest('continue key is not valid: the token was not made by this server');
}

/** The page's revision is gone; a new token lets the client go on with what is newest now. */
export function expiredContinue(after: string): Error {
  return expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    encodeContinue({ revision: -1, after }),
  );
}

function resourceVersion(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion');
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (!/^-?\d{1,18}$/.test(text) || !Number.isSafeInteger(value)) {
    throw badRequest(
      `invalid query parameter ${name}: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return value;
}

function selector<T>(query: URLSearchParams, name: string, parse: (text: string) => T): T {
  try {
    return parse(query.get(name) ?? '');
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}
