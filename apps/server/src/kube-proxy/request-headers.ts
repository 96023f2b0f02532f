import type { FastifyRequest } from 'fastify';
import { impersonationHeaders, saysWho } from '../clusters/impersonation.ts';
import type { Identity } from '../identity/identity.ts';

/** What belongs to one connection, or to the way to LuBan, and not to the cluster. */
const OWN = new Set([
  'connection',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'cookie',
  'cookie2',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-check-exist',
  'x-csrf-token',
  'x-real-ip',
]);
const OWN_PREFIX = /^(?:x-forwarded-|x-kubesphere-|sec-fetch-|sec-ch-)/;
/** A WebSocket client of Kubernetes may put a token here. */
const BEARER_PROTOCOL = /^base64url\.bearer\.authorization\.k8s\.io\./i;

/**
 * What the cluster gets of the headers of a request, and in whose name it comes.
 *
 * @returns names in lower case and values in turn
 */
export function upstreamHeaders(request: FastifyRequest, identity: Identity, hasBody: boolean): string[] {
  const { rawHeaders, headers } = request.raw;
  const named = new Set(
    headers.connection
      ?.toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  const passed: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (OWN.has(name) || named.has(name) || OWN_PREFIX.test(name) || saysWho(name)) continue;
    if (!hasBody && name.startsWith('content-')) continue;
    const value = name === 'sec-websocket-protocol' ? withoutTokens(rawHeaders[i + 1]!) : rawHeaders[i + 1]!;
    if (value !== undefined) passed.push(name, value);
  }
  passed.push('x-forwarded-for', request.ip);
  for (const [name, values] of Object.entries(impersonationHeaders(identity))) {
    for (const value of typeof values === 'string' ? [values] : values) passed.push(name, value);
  }
  return passed;
}

/** For what asks by `node:http`. */
export function asRecord(headers: readonly string[]): Record<string, string | string[]> {
  const record: Record<string, string[]> = Object.create(null);
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    record[name] = [...(record[name] ?? []), headers[i + 1]!];
  }
  return record;
}

function withoutTokens(protocols: string): string | undefined {
  const kept = protocols.split(',').map((name) => name.trim());
  return kept.filter((name) => name !== '' && !BEARER_PROTOCOL.test(name)).join(', ') || undefined;
}
