import { generateKeyPairSync, sign } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import { secret } from './configuration.ts';

const DAY = 86_400_000;

/** A TLS secret with a certificate that is real, and signed by nobody but itself. */
export function tlsSecret(name: string, host: string, options: { daysLeft?: number } = {}): KubeObject {
  const { daysLeft = 60 } = options;
  const end = Date.now() + daysLeft * DAY;
  const { certificate, key } = selfSigned(host, end - 90 * DAY, end);
  return secret(name, { 'tls.crt': certificate, 'tls.key': key }, 'kubernetes.io/tls');
}

/** A certificate for a host. Source: RFC 5280, in DER as X.690 has it. */
function selfSigned(host: string, from: number, until: number): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(objectId('2.5.4.3'), element(0x0c, Buffer.from(host)))));
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const alternativeNames = sequence(objectId('2.5.29.17'), element(0x04, sequence(element(0x82, Buffer.from(host)))));
  const body = sequence(
    element(0xa0, integer(2)),
    integer(1 + (Math.floor(until / 1000) % 0x7fffffff)),
    algorithm,
    name,
    sequence(utcTime(from), utcTime(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(alternativeNames)),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, element(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    certificate: armoured('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const size = length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
  return Buffer.concat([Buffer.of(tag), size, content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function set(part: Buffer): Buffer {
  return element(0x31, part);
}

/** @param value below 2³¹ */
function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = bytes.subarray(first < 0 ? 3 : first);
  // A leading one would make it negative.
  return element(0x02, (shortest[0] ?? 0) < 0x80 ? shortest : Buffer.concat([Buffer.of(0), shortest]));
}

function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number);
  const bytes = others.flatMap((part) => {
    const digits = [part & 0x7f];
    for (let rest = part >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
    return digits;
  });
  return element(0x06, Buffer.of(first * 40 + second, ...bytes));
}

/** `260131120000Z` */
function utcTime(time: number): Buffer {
  const digits = new Date(time).toISOString().replace(/\D/g, '').slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`));
}

function armoured(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
