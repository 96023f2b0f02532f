import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { unauthorized } from '@luban/kube';

/** Whom a verified client certificate names. */
export interface ClientCertificate {
  /** CN */
  readonly commonName: string;
  /** O */
  readonly organizations: readonly string[];
  /** SHA-256 of the certificate in hexadecimal, which tells it from others in audit logs. */
  readonly fingerprint?: string;
}

/**
 * The certificate of a connection to a server with `requestCert` and without `rejectUnauthorized`.
 *
 * @returns undefined when the client showed none
 * @throws StatusError 401 when the authority did not issue it, or it has ended
 */
export function clientCertificate(
  socket: Pick<TLSSocket, 'authorized' | 'getPeerCertificate'>,
): ClientCertificate | undefined {
  const peer = socket.getPeerCertificate();
  if (peer?.raw === undefined) return undefined;
  if (!socket.authorized) throw unauthorized();
  const names = list(peer.subject.CN);
  return {
    commonName: names.at(-1) ?? '',
    organizations: list(peer.subject.O),
    fingerprint: createHash('sha256').update(peer.raw).digest('hex'),
  };
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
