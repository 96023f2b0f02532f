/** The error form of the API, and the sentences that Kubernetes says. Source: k8s.io/apimachinery/pkg/api/errors. */

export interface Status {
  apiVersion: 'v1';
  kind: 'Status';
  metadata: { resourceVersion?: string; continue?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  /** The plural resource in most errors, despite its name; the kind in "invalid" ones. */
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** What an error is about. */
export interface GroupResource {
  group: string;
  resource: string;
}

/** `deployments.apps`, or `pods` in the core group. */
export function qualifiedName({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** An answer other than success, as thrown by the server and by clients alike. */
export class StatusError extends Error {
  override name = 'StatusError';
  readonly status: Status;

  constructor(status: Omit<Status, 'apiVersion' | 'kind' | 'metadata' | 'status'> & { metadata?: Status['metadata'] }) {
    super(status.message ?? status.reason ?? 'unknown');
    this.status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', ...status };
  }

  get code(): number {
    return this.status.code ?? 500;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

export const isStatusError = (error: unknown, reason?: string): error is StatusError =>
  error instanceof StatusError && (reason === undefined || error.reason === reason);

export function notFound(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    message: `${qualifiedName(resource)} "${name}" not found`,
    reason: 'NotFound',
    details: details(resource, name),
    code: 404,
  });
}

/** A path or kind that nothing serves. */
export function unknownResource(): StatusError {
  return new StatusError({
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    details: {},
    code: 404,
  });
}

export function alreadyExists(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    message: `${qualifiedName(resource)} "${name}" already exists`,
    reason: 'AlreadyExists',
    details: details(resource, name),
    code: 409,
  });
}

export const OPTIMISTIC_LOCK_ERROR =
  'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(resource: GroupResource, name: string, why = OPTIMISTIC_LOCK_ERROR): StatusError {
  return new StatusError({
    message: `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`,
    reason: 'Conflict',
    details: details(resource, name),
    code: 409,
  });
}

/** @param why without the introduction, such as `User "u" cannot list resource "pods" in API group "" …` */
export function forbidden(resource: GroupResource, name: string, why: string): StatusError {
  const subject = name === '' ? qualifiedName(resource) : `${qualifiedName(resource)} "${name}"`;
  return new StatusError({
    message: resource.resource === '' ? `forbidden: ${why}` : `${subject} is forbidden: ${why}`,
    reason: 'Forbidden',
    details: details(resource, name),
    code: 403,
  });
}

/** Nobody reads more, and an answer must not grow to a hundred times of what was asked. */
const MOST_CAUSES = 500;

export function invalid(
  kind: { group: string; kind: string },
  name: string,
  causes: readonly Required<StatusCause>[],
): StatusError {
  const told = causes.slice(0, MOST_CAUSES);
  const sentences = told.map(({ field, message }) => `${field}: ${message}`);
  const listed = sentences.length === 1 ? sentences[0] : `[${[...new Set(sentences)].join(', ')}]`;
  return new StatusError({
    message: `${qualifiedName({ group: kind.group, resource: kind.kind })} "${name}" is invalid: ${listed}`,
    reason: 'Invalid',
    details: { ...(name && { name }), ...(kind.group && { group: kind.group }), kind: kind.kind, causes: told },
    code: 422,
  });
}

export function unauthorized(): StatusError {
  return new StatusError({ message: 'Unauthorized', reason: 'Unauthorized', code: 401 });
}

export function badRequest(message: string): StatusError {
  return new StatusError({ message, reason: 'BadRequest', code: 400 });
}

/** Nothing has such a method at the path. */
export function methodNotAllowed(): StatusError {
  return new StatusError({
    message: 'the server does not allow this method on the requested resource',
    reason: 'MethodNotAllowed',
    details: {},
    code: 405,
  });
}

export function methodNotSupported(resource: GroupResource, action: string): StatusError {
  return new StatusError({
    message: `${action} is not supported on resources of kind "${qualifiedName(resource)}"`,
    reason: 'MethodNotAllowed',
    details: details(resource),
    code: 405,
  });
}

export function notAcceptable(accepted: readonly string[]): StatusError {
  return new StatusError({
    message: `only the following media types are accepted: ${accepted.join(', ')}`,
    reason: 'NotAcceptable',
    code: 406,
  });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError({
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
    reason: 'UnsupportedMediaType',
    code: 415,
  });
}

/** The revision asked for is no longer kept. `continueToken` lets a paged list go on without consistency. */
export function expired(message: string, continueToken?: string): StatusError {
  return new StatusError({
    message,
    reason: 'Expired',
    code: 410,
    ...(continueToken !== undefined && { metadata: { continue: continueToken } }),
  });
}

export function requestEntityTooLarge(message: string): StatusError {
  return new StatusError({ message, reason: 'RequestEntityTooLarge', code: 413 });
}

export function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return new StatusError({ message, reason: 'TooManyRequests', details: { retryAfterSeconds }, code: 429 });
}

export function internalError(message: string): StatusError {
  return new StatusError({
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  });
}

export function serviceUnavailable(message: string): StatusError {
  return new StatusError({ message, reason: 'ServiceUnavailable', code: 503 });
}

export function timeout(message: string, retryAfterSeconds = 0): StatusError {
  return new StatusError({
    message: `Timeout: ${message}`,
    reason: 'Timeout',
    details: retryAfterSeconds > 0 ? { retryAfterSeconds } : {},
    code: 504,
  });
}

function details({ group, resource }: GroupResource, name?: string): StatusDetails {
  return { ...(name && { name }), ...(group && { group }), ...(resource && { kind: resource }) };
}
