import type { Status } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localeOf } from './preferences.ts';
import { Refusal } from './refusal.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** What every failed request of the API answers. */
export interface ErrorBody {
  error: {
    code: string;
    message: string;
    cause?: string;
    cure?: string;
    params: Record<string, string | number>;
  };
}

/** Answers failures by number and in the person's language. What went wrong inside stays in the log. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>(answerError);
}

/** Also for requests that Fastify turns away before any hook or route sees them. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = error instanceof Refusal ? error : refusalOf(error, request);
  // What is away for the time being, such as a cluster, is asked for again and again; that it went is in the log.
  const isExpected = refusal.status === 503 && refusal.cause === undefined;
  if (refusal.status >= 500 && !isExpected) request.log.error({ err: refusal.cause ?? refusal }, refusal.code);
  else request.log.debug({ code: refusal.code, params: refusal.params }, 'refused');
  // What a route said about the content that it then could not send.
  for (const header of ['etag', 'content-encoding', 'content-length']) reply.removeHeader(header);
  reply
    .code(refusal.status)
    .type('application/json; charset=utf-8')
    // Here too, since what is turned away early has met no hook.
    .headers({ ...SECURITY_HEADERS, 'cache-control': 'no-store', ...refusal.headers })
    .send(KUBE_PATH.test(pathOf(request)) ? statusBody(refusal) : errorBody(refusal, localeOf(request)));
}

/** Paths that speak as a Kubernetes API does; its clients read nothing but a Status. */
const KUBE_PATH =
  /^(?:(?:\/clusters\/[^/]+)?\/(?:api\/v1|api$|apis|kapis|openapi|version|proxy)|\/clusters\/[^/]+\/(?:healthz|livez|readyz))(?:\/|$)/;

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  413: 'RequestEntityTooLarge',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** A refusal as Kubernetes writes one. The number stands in the message, for whoever looks it up. */
export function statusBody(refusal: Refusal): Status {
  const { code, params, status, headers } = refusal;
  const { sentence, cure } = explain({ code, params }, 'en');
  const retryAfterSeconds = Number(headers['retry-after']) || undefined;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: [sentence, cure, `(${code})`].filter(Boolean).join(' '),
    reason: REASONS[status] ?? '',
    ...(retryAfterSeconds !== undefined && { details: { retryAfterSeconds } }),
    code: status,
  };
}

export function errorBody(refusal: Refusal, locale: string): ErrorBody {
  const { code, sentence, cause, cure } = explain({ code: refusal.code, params: refusal.params }, locale);
  return { error: { code, message: sentence, cause, cure, params: refusal.params } };
}

/** Maps what Fastify itself finds wrong with a request. */
function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  const status = error.statusCode ?? 500;
  if (status === 413) return new Refusal(413, 'LB5010', { what: 'The request', limit: '1 MB' }, { cause: error });
  if (status === 404) return new Refusal(404, 'LB5005', { path: pathOf(request) }, { cause: error });
  if (status >= 400 && status < 500) return new Refusal(status, 'LB5015', { reason: error.message }, { cause: error });
  return new Refusal(500, 'LB5014', { request: request.id }, { cause: error });
}

/** The path of a request, shortened for messages. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!.slice(0, 200);
}
