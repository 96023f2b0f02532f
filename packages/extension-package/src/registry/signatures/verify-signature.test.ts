import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RegistryError } from '../registry-error.ts';
import { chartArchive } from '../testing/chart-archive.ts';
import { SigstoreDouble } from '../testing/sigstore-double.ts';
import { signArchive } from './sign-archive.ts';
import { keyId, readSignaturePolicy, type WrittenPolicy } from './signature-policy.ts';
import { type FoundSignature, verifySignatures } from './verify-signature.ts';

const pair = (type: 'ed25519' | 'P-256') => {
  const { publicKey, privateKey } =
    type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: type });
  const pem = { type: 'spki', format: 'pem' } as const;
  return {
    id: `key ${keyId(publicKey)}`,
    public: publicKey.export(pem).toString(),
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    key: privateKey,
  };
};

const ED = pair('ed25519');
const EC = pair('P-256');
const STRANGER = pair('ed25519');
const SIGSTORE = new SigstoreDouble();
const OTHER_SIGSTORE = new SigstoreDouble();
const ISSUER = 'https://token.example';
const SUBJECT = 'https://git.example/acme/clock/release.yaml@refs/heads/main';
const SIGN = 'https://sigstore.dev/cosign/sign/v1';

const archive = await chartArchive('clock', '1.0.0');
const other = await chartArchive('clock', '2.0.0');
const tampered = Buffer.from(archive);
tampered[tampered.length >> 1]! ^= 1;

const KEYS: WrittenPolicy = { required: 'true', keys: `# of the release\n${ED.public}\n${EC.public}` };
const IDENTITIES: WrittenPolicy = {
  required: 'true',
  identities: `# one to a line\n${ISSUER} ${SUBJECT}\n`,
  trustedRoot: SIGSTORE.trustedRoot,
};

const raw = (content: string): FoundSignature => ({ kind: 'raw', content: Buffer.from(content) });
const bundle = (content: Uint8Array, ...over: Uint8Array[]): FoundSignature => ({
  ...{ kind: 'bundle', content, over: over.length > 0 ? over : [archive] },
});
const by = (sigstore: SigstoreDouble, of: Uint8Array, more: Partial<Parameters<SigstoreDouble['sign']>[1]> = {}) =>
  sigstore.sign(of, { subject: SUBJECT, issuer: ISSUER, ...more });

/** The signer, `unsigned`, or the number of the refusal. */
function outcome(policy: WrittenPolicy, found: FoundSignature[], bytes: Uint8Array = archive): string {
  try {
    const result = verifySignatures(bytes, found, readSignaturePolicy(policy), 'clock 1.0.0');
    return result.state === 'verified' ? result.by : result.state === 'unsigned' ? 'unsigned' : result.problem.code;
  } catch (error) {
    if (error instanceof RegistryError) return error.code;
    throw error;
  }
}

const bare = (of: Uint8Array) => sign('sha256', of, EC.key).toString('base64');
const flipped = (text: string) =>
  text.replace(/^(.{20})(.)/, (_, before: string, at: string) => before + (at === 'A' ? 'B' : 'A'));
const edited = (content: Buffer, from: RegExp, to: string) => Buffer.from(content.toString().replace(from, to));

test.each<[string, string, WrittenPolicy, FoundSignature[], Uint8Array?]>([
  ['not signed', 'LB7230', KEYS, []],
  ['signed with Ed25519', ED.id, KEYS, [raw(signArchive(archive, ED.private))]],
  ['signed with P-256', EC.id, KEYS, [raw(signArchive(archive, EC.private))]],
  ['signed as cosign and openssl do', EC.id, KEYS, [raw(bare(archive))]],
  ['signed with another key, which says so', 'LB7231', KEYS, [raw(signArchive(archive, STRANGER.private))]],
  [
    'signed with another key, which does not',
    'LB7232',
    KEYS,
    [raw(signArchive(archive, STRANGER.private).split('\n')[0]!)],
  ],
  [
    'signed with another key that passes for ours',
    'LB7232',
    KEYS,
    [raw(signArchive(archive, STRANGER.private).replace(/key .*/, ED.id))],
  ],
  ['a byte of the archive changed', 'LB7232', KEYS, [raw(signArchive(archive, ED.private))], tampered],
  ['a byte of the signature changed', 'LB7232', KEYS, [raw(flipped(signArchive(archive, ED.private)))]],
  ['the signature of another version', 'LB7232', KEYS, [raw(signArchive(other, ED.private))]],
  ['a signature that is a web page', 'LB7233', KEYS, [raw('<!doctype html><html><body>not found</body></html>')]],
  ['an empty signature', 'LB7233', KEYS, [raw('')]],
  ['a good one after a bad one', ED.id, KEYS, [raw('x'), raw(signArchive(archive, ED.private))]],
  ['a key where certificates are asked for', 'LB7242', IDENTITIES, [raw(signArchive(archive, ED.private))]],
  ['a certificate where keys are asked for', 'LB7241', KEYS, [bundle(by(SIGSTORE, archive))]],

  ['signed by an identity', SUBJECT, IDENTITIES, [bundle(by(SIGSTORE, archive))]],
  ['an identity that signed the manifest', SUBJECT, IDENTITIES, [bundle(by(SIGSTORE, other), archive, other)]],
  ['a statement by an identity', SUBJECT, IDENTITIES, [bundle(by(SIGSTORE, archive, { predicateType: SIGN }))]],
  ['a statement about something else', 'LB7232', IDENTITIES, [bundle(by(SIGSTORE, other, { predicateType: SIGN }))]],
  [
    'a statement that it is rotten',
    'LB7232',
    IDENTITIES,
    [bundle(by(SIGSTORE, archive, { predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1' }))],
  ],
  ['another subject', 'LB7235', IDENTITIES, [bundle(by(SIGSTORE, archive, { subject: `${SUBJECT}-fork` }))]],
  [
    'a subject that fits as a pattern alone',
    'LB7235',
    IDENTITIES,
    [bundle(by(SIGSTORE, archive, { subject: SUBJECT.replace('.', 'x') }))],
  ],
  ['another issuer', 'LB7235', IDENTITIES, [bundle(by(SIGSTORE, archive, { issuer: 'https://evil.example' }))]],
  [
    'another subject, and the manifest beside it',
    'LB7235',
    IDENTITIES,
    [bundle(by(SIGSTORE, archive, { subject: 'https://x' }), archive, other)],
  ],
  [
    'an authority that is not trusted',
    'LB7236',
    IDENTITIES,
    [
      bundle(
        edited(
          by(SIGSTORE, archive),
          /"rawBytes":"[^"]*"/,
          by(OTHER_SIGSTORE, archive)
            .toString()
            .match(/"rawBytes":"[^"]*"/)![0],
        ),
      ),
    ],
  ],
  [
    'a certificate that had expired',
    'LB7236',
    IDENTITIES,
    [bundle(by(SIGSTORE, archive, { seenAt: new Date(Date.UTC(2026, 0, 15, 13)) }))],
  ],
  [
    'a certificate that was not valid yet',
    'LB7236',
    IDENTITIES,
    [bundle(by(SIGSTORE, archive, { seenAt: new Date(Date.UTC(2026, 0, 15, 11)) }))],
  ],
  [
    'a log that is not trusted',
    'LB7240',
    { ...IDENTITIES, trustedRoot: withLogOf(OTHER_SIGSTORE) },
    [bundle(by(SIGSTORE, archive))],
  ],
  [
    'a log entry without its promise',
    'LB7240',
    IDENTITIES,
    [bundle(edited(by(SIGSTORE, archive), /"inclusionPromise":\{[^}]*\},/, ''))],
  ],
  [
    'no log entry',
    'LB7240',
    IDENTITIES,
    [bundle(edited(by(SIGSTORE, archive), /"tlogEntries":\[.*?\]\}\}?,"message/, '"tlogEntries":[]},"message'))],
  ],
  [
    'an archive changed after an identity signed',
    'LB7232',
    IDENTITIES,
    [bundle(by(SIGSTORE, archive), tampered)],
    tampered,
  ],
  ['the bundle of another version', 'LB7232', IDENTITIES, [bundle(by(SIGSTORE, other))]],
  ['a bundle that is none', 'LB7233', IDENTITIES, [bundle(Buffer.from('{"mediaType": "x"}'))]],
  ['a bundle that is no JSON', 'LB7233', IDENTITIES, [bundle(Buffer.from('<html>'))]],
  [
    'a bundle without a signature',
    'LB7233',
    IDENTITIES,
    [bundle(edited(by(SIGSTORE, archive), /"messageSignature"/, '"nothing"'))],
  ],
])('%s: %s', (_name, expected, policy, found, bytes = archive) => {
  expect(outcome(policy, found, bytes)).toBe(expected);
  // Where nobody has to sign, the same is found, and told.
  expect(outcome({ ...policy, required: 'false' }, found, bytes)).toBe(expected === 'LB7230' ? 'unsigned' : expected);
});

test('no byte of archive or signature can be another one', () => {
  const signature = signArchive(archive, ED.private).split('\n')[0]!;
  const flippedAt = (bytes: Uint8Array, place: number, mask: number) => {
    const changed = Buffer.from(bytes);
    changed[place % changed.length]! ^= mask;
    return changed;
  };
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, mask) => {
      const changed = flippedAt(Buffer.from(signature, 'base64'), place, mask).toString('base64');
      expect(outcome(KEYS, [raw(changed)])).toBe('LB7232');
      expect(outcome(KEYS, [raw(signature)], flippedAt(archive, place, mask))).toBe('LB7232');
    }),
  );
});

test('a bundle that names a key is believed by the repository’s keys', () => {
  const content = (signature: string, of: Uint8Array) =>
    Buffer.from(
      JSON.stringify({
        mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
        verificationMaterial: {
          publicKey: { hint: 'whatever' },
          tlogEntries: [],
        },
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest: Buffer.from(of).subarray(0, 32).toString('base64') },
          signature,
        },
      }),
    );
  expect(outcome(KEYS, [bundle(content(bare(archive), archive))])).toBe(EC.id);
  expect(outcome(KEYS, [bundle(content(bare(other), other))])).toBe('LB7232');
  expect(outcome(KEYS, [bundle(content(sign(null, archive, STRANGER.key).toString('base64'), archive))])).toBe(
    'LB7232',
  );
  expect(outcome(IDENTITIES, [bundle(content(bare(archive), archive))])).toBe('LB7242');
});

test('the older signatures of cosign hold for the manifest that they name', () => {
  const manifestDigest = `sha256:${'ab'.repeat(32)}`;
  const payload = (digest: string, type = 'cosign container image signature') =>
    Buffer.from(JSON.stringify({ critical: { type, image: { 'docker-manifest-digest': digest } }, optional: null }));
  const simple = (content: Buffer, key = EC.key): FoundSignature => ({
    ...{ kind: 'simple', payload: content, manifestDigest, signature: sign('sha256', content, key) },
  });
  expect(outcome(KEYS, [simple(payload(manifestDigest))])).toBe(EC.id);
  expect(outcome(KEYS, [simple(payload(`sha256:${'00'.repeat(32)}`))])).toBe('LB7232');
  expect(outcome(KEYS, [simple(payload(manifestDigest, 'something else'))])).toBe('LB7232');
  expect(outcome(KEYS, [simple(payload(manifestDigest), pair('P-256').key)])).toBe('LB7232');
  expect(
    outcome(KEYS, [{ ...simple(payload(manifestDigest)), payload: payload(manifestDigest, 'x') } as FoundSignature]),
  ).toBe('LB7232');
});

test.each<[string, WrittenPolicy, string]>([
  ['required of nobody', { required: 'true' }, 'LB7239'],
  ['required by a slip', { required: 'yes, please' }, 'LB7239'],
  ['not required', { required: 'false' }, 'reads'],
  ['nothing', {}, 'reads'],
  ['text for a key', { keys: 'secret' }, 'LB7234'],
  ['a private key', { keys: ED.private }, 'LB7234'],
  ['a key with a slip', { keys: ED.public.replace('MCow', 'MCo') }, 'LB7234'],
  [
    'an RSA key',
    {
      keys: generateKeyPairSync('rsa', { modulusLength: 2048 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    },
    'LB7234',
  ],
  [
    'a key on another curve',
    {
      keys: generateKeyPairSync('ec', { namedCurve: 'P-384' })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    },
    'LB7234',
  ],
  ['an identity without a subject', { identities: ISSUER, trustedRoot: SIGSTORE.trustedRoot }, 'LB7234'],
  ['identities without a trust root', { identities: `${ISSUER} ${SUBJECT}` }, 'LB7237'],
  ['a trust root that is no JSON', { identities: `${ISSUER} ${SUBJECT}`, trustedRoot: '<html>' }, 'LB7237'],
  ['a trust root with nothing in it', { identities: `${ISSUER} ${SUBJECT}`, trustedRoot: '{}' }, 'LB7237'],
  ['a trust root without a witness', { identities: `${ISSUER} ${SUBJECT}`, trustedRoot: withoutLogs() }, 'LB7237'],
  [
    'a trust root whose log has no start',
    { identities: `${ISSUER} ${SUBJECT}`, trustedRoot: withoutStart() },
    'LB7237',
  ],
])('a policy with %s: %s %s', (_name, written, expected) => {
  const read = () => {
    try {
      readSignaturePolicy(written);
      return 'reads';
    } catch (error) {
      return error instanceof RegistryError ? error.code : String(error);
    }
  };
  expect(read()).toBe(expected);
});

function withLogOf(sigstore: SigstoreDouble): string {
  const { tlogs } = JSON.parse(sigstore.trustedRoot) as { tlogs: unknown };
  return JSON.stringify({ ...JSON.parse(SIGSTORE.trustedRoot), tlogs });
}

function withoutStart(): string {
  return SIGSTORE.trustedRoot.replaceAll(/"validFor":\{[^}]*\}/g, '"validFor":{}');
}

function withoutLogs(): string {
  return JSON.stringify({ ...JSON.parse(SIGSTORE.trustedRoot), tlogs: [] });
}
