import { internalError, requestEntityTooLarge, type Status, StatusError, serviceUnavailable } from '@luban/kube';
import { stringify } from 'yaml';
import { ObjectTooLarge, StoreUnavailable } from '../store/store-error.ts';
import type { ApiResponse } from './api-request.ts';
import type { Negotiated } from './negotiate.ts';
import { PartedBody } from './parted-body.ts';

const CACHE_CONTROL = 'no-cache, private';

export function jsonBuffer(
  status: number,
  body: Buffer | PartedBody,
  headers: Record<string, string> = {},
): ApiResponse {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': CACHE_CONTROL, ...headers }, body };
}

export function jsonValue(status: number, value: unknown, headers?: Record<string, string>): ApiResponse {
  return jsonBuffer(status, Buffer.from(`${JSON.stringify(value)}\n`), headers);
}

/** In the encoding that was asked for. */
export function encoded(
  status: number,
  json: Buffer | PartedBody | object,
  { encoding, pretty }: Negotiated,
): ApiResponse {
  const ready = Buffer.isBuffer(json) || json instanceof PartedBody;
  if (encoding === 'json' && !pretty) return ready ? jsonBuffer(status, json) : jsonValue(status, json);
  const value: unknown = ready ? JSON.parse(json.toString()) : json;
  if (encoding === 'json') return jsonBuffer(status, Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`));
  return {
    status,
    headers: { 'content-type': 'application/yaml', 'cache-control': CACHE_CONTROL },
    body: Buffer.from(stringify(value, { aliasDuplicateObjects: false })),
  };
}

export function plainText(status: number, text: string): ApiResponse {
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': CACHE_CONTROL,
      'x-content-type-options': 'nosniff',
    },
    body: Buffer.from(text),
  };
}

/** The Status of whatever was thrown; what nobody expected says nothing of the inside. */
export function statusOf(error: unknown): Status {
  if (error instanceof StatusError) return error.status;
  // Such as that the disk is full: whoever writes should read why, and may try again.
  if (error instanceof StoreUnavailable) return serviceUnavailable(error.message).status;
  if (error instanceof ObjectTooLarge) return requestEntityTooLarge(error.message).status;
  return internalError('the server met an unexpected condition').status;
}

export function statusResponse(status: Status): ApiResponse {
  const seconds = status.details?.retryAfterSeconds;
  return jsonValue(status.code ?? 500, status, seconds === undefined ? {} : { 'retry-after': String(seconds) });
}
