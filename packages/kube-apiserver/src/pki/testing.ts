import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { bitString, encode, explicit, sequence, unsignedInteger } from './der.ts';
import { encodeSubject } from './distinguished-name.ts';
import { SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';

/** Helpers of the tests that ask for certificates. */
export function keys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** A request as clients make it, PEM. */
export function requestFor(name: string, groups: string[], { publicKey, privateKey } = keys()): string {
  const information = sequence(
    unsignedInteger(Buffer.from([0])),
    encodeSubject({ name, groups }),
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(explicit(0)),
  );
  const signed = sequence(information, SIGNATURE_ALGORITHMS.ecdsa, bitString(sign('sha256', information, privateKey)));
  const body = signed.toString('base64').replace(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----\n`;
}
