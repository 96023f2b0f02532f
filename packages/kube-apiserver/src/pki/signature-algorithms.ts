import { encode, objectIdentifier, sequence, TAG } from './der.ts';

/** AlgorithmIdentifiers of the signatures that are made here. Source: RFC 5758 and RFC 4055. */
export const SIGNATURE_ALGORITHMS = {
  ecdsa: sequence(objectIdentifier('1.2.840.10045.4.3.2')),
  rsa: sequence(objectIdentifier('1.2.840.113549.1.1.11'), encode(TAG.null)),
} as const;

/** Digest of a signature by its identifier in hexadecimal, `null` where the algorithm has one of its own. */
export const SIGNATURE_DIGESTS: ReadonlyMap<string, string | null> = new Map(
  Object.entries({
    '1.2.840.10045.4.3.2': 'sha256',
    '1.2.840.10045.4.3.3': 'sha384',
    '1.2.840.10045.4.3.4': 'sha512',
    '1.2.840.113549.1.1.11': 'sha256',
    '1.2.840.113549.1.1.12': 'sha384',
    '1.2.840.113549.1.1.13': 'sha512',
    '1.3.101.112': null,
  }).map(([dotted, digest]) => [objectIdentifier(dotted).toString('hex'), digest]),
);
