/** Options of writes. Source: k8s.io/apimachinery, metav1.CreateOptions, UpdateOptions, PatchOptions, DeleteOptions. */
import { badRequest } from '@luban/kube';
import { invalidObject, invalidValue, notSupported, tooLong } from '../validation/field-error.ts';
import type { ApiRequest } from '../wire/api-request.ts';
import { isTrue } from '../wire/request-info.ts';

export interface WriteQuery {
  dryRun: boolean;
  /** Who the written fields belong to. */
  manager: string;
  fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Server-side apply takes over what others own. */
  force: boolean | undefined;
  /** Whether `fieldManager` was named, rather than made up from the user agent. */
  namesManager: boolean;
}

const LONGEST_MANAGER = 128;

/** @throws StatusError */
export function writeQuery({ method, query, headers }: Pick<ApiRequest, 'method' | 'query' | 'headers'>): WriteQuery {
  const kind = OPTION_KINDS[method] ?? 'CreateOptions';
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (fieldValidation !== 'Ignore' && fieldValidation !== 'Warn' && fieldValidation !== 'Strict') {
    throw invalidObject(metaKind(kind), '', [
      notSupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']),
    ]);
  }
  const named = query.get('fieldManager') ?? '';
  if (named.length > LONGEST_MANAGER)
    throw invalidObject(metaKind(kind), '', [tooLong('fieldManager', LONGEST_MANAGER)]);
  const agent = (headers['user-agent'] ?? '').split('/', 1)[0]!;
  return {
    dryRun: dryRun(query.getAll('dryRun'), kind),
    manager: named || printable(agent) || 'unknown',
    namesManager: named !== '',
    fieldValidation,
    force: query.has('force') ? isTrue(query.get('force')) : undefined,
  };
}

/** @throws StatusError 422 for anything but `All` */
export function dryRun(values: readonly unknown[], kind: string): boolean {
  const set = values.filter((value) => value !== '');
  const wrong = set.find((value) => value !== 'All');
  if (wrong !== undefined) throw invalidObject(metaKind(kind), '', [notSupported('dryRun', set, ['All'])]);
  return set.length > 0;
}

export interface DeleteQuery {
  dryRun: boolean;
  /** Seconds. Absent: as the kind likes. */
  gracePeriodSeconds?: number;
  propagation?: 'orphan' | 'background' | 'foreground';
  /** Asked for by the `orphanDependents: false` of old, whose answer to what is not gone at once is 202. */
  cascades: boolean;
  uid?: string;
  resourceVersion?: string;
}

const PROPAGATION = { Orphan: 'orphan', Background: 'background', Foreground: 'foreground' } as const;

/**
 * @param body the DeleteOptions of the request, which prevail over the query
 * @throws StatusError
 */
export function deleteQuery(query: URLSearchParams, body: Readonly<Record<string, unknown>>): DeleteQuery {
  const grace = body.gracePeriodSeconds ?? (query.get('gracePeriodSeconds') || undefined);
  const orphan =
    body.orphanDependents ?? (query.has('orphanDependents') ? isTrue(query.get('orphanDependents')) : undefined);
  const policy = body.propagationPolicy ?? (query.get('propagationPolicy') || undefined);
  if (orphan !== undefined && policy !== undefined) {
    throw invalidObject(metaKind(DELETE_OPTIONS), '', [
      invalidValue('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'),
    ]);
  }
  const preconditions = (body.preconditions ?? {}) as { uid?: unknown; resourceVersion?: unknown };
  return {
    dryRun: dryRun([...query.getAll('dryRun'), ...(Array.isArray(body.dryRun) ? body.dryRun : [])], DELETE_OPTIONS),
    gracePeriodSeconds: grace === undefined || grace === null ? undefined : seconds(grace),
    propagation: orphan !== undefined && orphan !== null ? (orphan ? 'orphan' : 'background') : propagation(policy),
    cascades: orphan === false,
    uid: typeof preconditions.uid === 'string' ? preconditions.uid : undefined,
    resourceVersion: typeof preconditions.resourceVersion === 'string' ? preconditions.resourceVersion : undefined,
  };
}

function propagation(policy: unknown): DeleteQuery['propagation'] {
  if (policy === undefined || policy === null || policy === '') return undefined;
  if (typeof policy === 'string' && Object.hasOwn(PROPAGATION, policy))
    return PROPAGATION[policy as keyof typeof PROPAGATION];
  throw invalidObject(metaKind(DELETE_OPTIONS), '', [
    notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']),
  ]);
}

function seconds(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw badRequest('gracePeriodSeconds must be an integer');
  // As Kubernetes does: nothing is gained by an error here.
  return number < 0 ? 1 : number;
}

function printable(agent: string): string {
  return agent.replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST_MANAGER);
}

const DELETE_OPTIONS = 'DeleteOptions';
const OPTION_KINDS: Readonly<Record<string, string | undefined>> = { PUT: 'UpdateOptions', PATCH: 'PatchOptions' };
const metaKind = (kind: string) => ({ group: 'meta.k8s.io', kind });
