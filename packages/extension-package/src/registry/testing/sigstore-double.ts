import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { bits, explicit, generalizedTime, implicit, integer, octets, oid, sequence, set, text, yes } from './der.ts';

export interface SigstoreSigning {
  subject: string;
  issuer: string;
  /** When the log saw the signature. Default: within the certificate's ten minutes. */
  seenAt?: Date;
  /** An in-toto statement of this kind is signed, instead of the bytes themselves. */
  predicateType?: string;
}

/** For tests: an authority for ten-minute certificates and a log, with which bundles are made as sigstore's are. */
export class SigstoreDouble {
  readonly #root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #log = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #start = new Date(Date.UTC(2026, 0, 15, 12));
  readonly #certificate: Buffer;
  readonly #logId: Buffer;

  constructor() {
    const { publicKey, privateKey } = this.#root;
    const years = new Date(this.#start.getTime() + 10 * 365 * 86_400_000);
    const isAuthority = extension('2.5.29.19', true, sequence(yes()));
    const validity = [new Date(this.#start.getTime() - 86_400_000), years] as const;
    const extensions = [isAuthority];
    this.#certificate = certificate({
      serial: 1,
      subject: 'root',
      validity,
      publicKey,
      signer: privateKey,
      extensions,
    });
    this.#logId = createHash('sha256').update(der(this.#log.publicKey)).digest();
  }

  /** `trusted_root.json` */
  get trustedRoot(): string {
    return JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [
        {
          baseUrl: 'https://log.example',
          hashAlgorithm: 'SHA2_256',
          publicKey: {
            rawBytes: der(this.#log.publicKey).toString('base64'),
            keyDetails: 'PKIX_ECDSA_P256_SHA_256',
            validFor: { start: '2025-01-01T00:00:00Z' },
          },
          logId: { keyId: this.#logId.toString('base64') },
        },
      ],
      certificateAuthorities: [
        {
          subject: { organization: 'example', commonName: 'root' },
          uri: 'https://authority.example',
          certChain: { certificates: [{ rawBytes: this.#certificate.toString('base64') }] },
          validFor: { start: '2025-01-01T00:00:00Z' },
        },
      ],
      ctlogs: [],
      timestampAuthorities: [],
    });
  }

  /** Content of a `.sigstore.json` file. */
  sign(artifact: Uint8Array, { subject, issuer, seenAt, predicateType }: SigstoreSigning): Buffer {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const leaf = certificate({
      ...{ serial: 2, subject: '', publicKey, signer: this.#root.privateKey },
      validity: [this.#start, new Date(this.#start.getTime() + 600_000)],
      extensions: [
        extension('2.5.29.17', true, sequence(implicit(6, Buffer.from(subject)))),
        extension('1.3.6.1.4.1.57264.1.1', false, Buffer.from(issuer)),
      ],
    });
    const digest = createHash('sha256').update(artifact).digest();
    const payload = predicateType === undefined ? undefined : statement(digest, predicateType);
    const signed = payload === undefined ? artifact : preAuthentication(payload);
    const signature = sign('sha256', signed, privateKey);
    const entry = this.#entry(createHash('sha256').update(signed).digest('hex'), signature, leaf, seenAt);
    return Buffer.from(
      JSON.stringify({
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { certificate: { rawBytes: leaf.toString('base64') }, tlogEntries: [entry] },
        ...(payload === undefined
          ? {
              messageSignature: {
                messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
                signature: signature.toString('base64'),
              },
            }
          : {
              dsseEnvelope: {
                payload: payload.toString('base64'),
                payloadType: PAYLOAD_TYPE,
                signatures: [{ sig: signature.toString('base64'), keyid: '' }],
              },
            }),
      }),
    );
  }

  /** One entry is a whole log here: its hash is that of the tree. */
  #entry(hash: string, signature: Buffer, leaf: Buffer, seenAt = new Date(this.#start.getTime() + 60_000)) {
    const body = Buffer.from(
      JSON.stringify({
        apiVersion: '0.0.1',
        kind: 'hashedrekord',
        spec: {
          data: { hash: { algorithm: 'sha256', value: hash } },
          signature: { content: signature.toString('base64'), publicKey: { content: leaf.toString('base64') } },
        },
      }),
    );
    const integratedTime = Math.floor(seenAt.getTime() / 1000);
    const promise = { body: body.toString('base64'), integratedTime, logID: this.#logId.toString('hex'), logIndex: 0 };
    const ordered = `{"body":"${promise.body}","integratedTime":${integratedTime},"logID":"${promise.logID}","logIndex":0}`;
    const root = createHash('sha256')
      .update(Buffer.from([0]))
      .update(body)
      .digest();
    const note = `log.example\n1\n${root.toString('base64')}\n`;
    const noted = Buffer.concat([this.#logId.subarray(0, 4), sign('sha256', Buffer.from(note), this.#log.privateKey)]);
    return {
      logIndex: '0',
      logId: { keyId: this.#logId.toString('base64') },
      kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
      integratedTime: String(integratedTime),
      inclusionPromise: {
        signedEntryTimestamp: sign('sha256', Buffer.from(ordered), this.#log.privateKey).toString('base64'),
      },
      inclusionProof: {
        ...{ logIndex: '0', rootHash: root.toString('base64'), treeSize: '1', hashes: [] },
        checkpoint: { envelope: `${note}\n\u2014 log.example ${noted.toString('base64')}\n` },
      },
      canonicalizedBody: promise.body,
    };
  }
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });

function statement(digest: Buffer, predicateType: string): Buffer {
  const subject = [{ name: 'archive', digest: { sha256: digest.toString('hex') } }];
  return Buffer.from(
    JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate: {} }),
  );
}

function preAuthentication(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload]);
}

interface CertificateFields {
  serial: number;
  subject: string;
  validity: readonly [Date, Date];
  publicKey: KeyObject;
  signer: KeyObject;
  extensions: Uint8Array[];
}

/** Source: RFC 5280. */
function certificate({ serial, subject, validity, publicKey, signer, extensions }: CertificateFields): Buffer {
  const named = (name: string) => (name === '' ? sequence() : sequence(set(sequence(oid('2.5.4.3'), text(name)))));
  const content = sequence(
    explicit(0, integer(2)),
    integer(serial),
    ECDSA_SHA256,
    named('root'),
    sequence(...validity.map(generalizedTime)),
    named(subject),
    der(publicKey),
    explicit(3, sequence(...extensions)),
  );
  return sequence(content, ECDSA_SHA256, bits(sign('sha256', content, signer)));
}

function extension(id: string, isCritical: boolean, content: Uint8Array): Buffer {
  return sequence(oid(id), ...(isCritical ? [yes()] : []), octets(content));
}
