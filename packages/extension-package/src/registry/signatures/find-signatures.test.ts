import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { ChartRepository, type FetchedChart } from '../chart-repository.ts';
import { RegistryError } from '../registry-error.ts';
import { chartArchive } from '../testing/chart-archive.ts';
import { RegistryDouble } from '../testing/registry-double.ts';
import { SigstoreDouble } from '../testing/sigstore-double.ts';
import { startWebServer } from '../testing/web-server.ts';
import { SIGNATURE_TYPE } from './find-signatures.ts';
import { signArchive } from './sign-archive.ts';
import { keyId, readSignaturePolicy } from './signature-policy.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PRIVATE = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SIGSTORE = new SigstoreDouble();
const WHO = { issuer: 'https://token.example', subject: 'release@acme.example' };
const SIGN = 'https://sigstore.dev/cosign/sign/v1';
const BY_KEY = `key ${keyId(publicKey)}`;

const policy = (required: boolean) => async () =>
  readSignaturePolicy({
    required,
    keys: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    identities: `${WHO.issuer} ${WHO.subject}`,
    trustedRoot: SIGSTORE.trustedRoot,
  });

const PATIENCE = { pause: async () => {} };
const archive = await chartArchive('clock', '1.0.0');

async function outcome(fetching: Promise<FetchedChart>): Promise<string> {
  try {
    const { signature } = await fetching;
    return signature.state === 'verified' ? signature.by : signature.state;
  } catch (error) {
    return error instanceof RegistryError ? error.code : String(error);
  }
}

const WANTED = { name: 'clock', version: '1.0.0' };

test.each<[string, Record<string, string | Buffer | number>, string]>([
  ['none', {}, 'LB7230'],
  ['a .sig file', { '/x/clock.tgz.sig?t=1': signArchive(archive, PRIVATE) }, BY_KEY],
  ['a bundle', { '/x/clock.tgz.sigstore.json?t=1': SIGSTORE.sign(archive, WHO) }, WHO.subject],
  ['one that is forbidden, as stores answer for what is not there', { '/x/clock.tgz.sig?t=1': 403 }, 'LB7230'],
  ['one that cannot be had now', { '/x/clock.tgz.sig?t=1': 500 }, 'LB7208'],
  ['one that is larger than any', { '/x/clock.tgz.sig?t=1': Buffer.alloc(2 * 1024 * 1024) }, 'LB7211'],
])('beside an archive on the web: %s', async (_name, files, expected) => {
  await using server = await startWebServer(({ url = '' }, response) => {
    const file = url === '/x/clock.tgz?t=1' ? archive : files[url];
    if (typeof file === 'number') response.writeHead(file).end();
    else if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  const urls = [`${server.url}/x/clock.tgz?t=1`];
  await using strict = new ChartRepository({ policy: policy(true), patience: PATIENCE });
  expect(await outcome(strict.fetch({ ...WANTED, urls }))).toBe(expected);
  await using lenient = new ChartRepository({ policy: policy(false), patience: PATIENCE });
  const isVerified = !expected.startsWith('LB');
  const state = expected === 'LB7230' ? 'unsigned' : 'unverified';
  expect(await outcome(lenient.fetch({ ...WANTED, urls }))).toBe(isVerified ? expected : state);
});

/** Puts signatures into a registry. */
type Signing = (registry: RegistryDouble, digest: string) => void;

const manifestOf = (registry: RegistryDouble, digest: string) =>
  registry.manifests.get(`charts/clock@${digest}`)!.bytes;

const refer = (artifactType: string, layerType: string, content: (bytes: Buffer) => string | Buffer): Signing => {
  return (registry, digest) => {
    const layer = registry.blob(Buffer.from(content(manifestOf(registry, digest))), layerType);
    const config = registry.blob(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
    const subject = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1 };
    const own = registry.manifest('charts/clock', 'referrer', { artifactType, config, layers: [layer], subject });
    const entry = { mediaType: subject.mediaType, digest: own, size: 1, artifactType };
    // What clients write where the registry has no API for referrers.
    registry.manifest('charts/clock', digest.replace(':', '-'), {
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [entry],
    });
  };
};

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const simple: Signing = (registry, digest) => {
  const payload = Buffer.from(
    JSON.stringify({
      critical: { type: 'cosign container image signature', image: { 'docker-manifest-digest': digest } },
    }),
  );
  const layer = registry.blob(payload, 'application/vnd.dev.cosign.simplesigning.v1+json');
  const signature = sign('sha256', payload, privateKey).toString('base64');
  registry.manifest('charts/clock', `${digest.replace(':', '-')}.sig`, {
    layers: [{ ...layer, annotations: { 'dev.cosignproject.cosign/signature': signature } }],
  });
};

test.each<[string, boolean, Signing, string]>([
  ['none', true, () => {}, 'LB7230'],
  ['none', false, () => {}, 'LB7230'],
  ['a detached signature', true, refer(SIGNATURE_TYPE, SIGNATURE_TYPE, () => signArchive(archive, PRIVATE)), BY_KEY],
  ['a detached signature', false, refer(SIGNATURE_TYPE, SIGNATURE_TYPE, () => signArchive(archive, PRIVATE)), BY_KEY],
  ['a bundle over the archive', true, refer(BUNDLE, BUNDLE, () => SIGSTORE.sign(archive, WHO)), WHO.subject],
  ['a bundle over the manifest', false, refer(BUNDLE, BUNDLE, (bytes) => SIGSTORE.sign(bytes, WHO)), WHO.subject],
  [
    'what cosign writes today',
    true,
    refer(BUNDLE, BUNDLE, (bytes) => SIGSTORE.sign(bytes, { ...WHO, predicateType: SIGN })),
    WHO.subject,
  ],
  ['what cosign wrote before', false, simple, BY_KEY],
  [
    'something else that refers to it',
    true,
    refer('application/spdx+json', 'application/spdx+json', () => '{}'),
    'LB7230',
  ],
  ['a bundle of something else', true, refer(BUNDLE, BUNDLE, () => SIGSTORE.sign(Buffer.from('x'), WHO)), 'LB7232'],
])('in a registry: %s (referrers: %s)', async (_name, referrers, signing, expected) => {
  await using registry = await RegistryDouble.start({ referrers });
  signing(registry, registry.chart('charts/clock', '1.0.0', archive));
  await using repository = new ChartRepository({ policy: policy(true), patience: PATIENCE });
  const urls = [`oci://${registry.host}/charts/clock:1.0.0`];
  expect(await outcome(repository.fetch({ ...WANTED, urls }))).toBe(expected);
});

test('a signature may be a layer of the chart itself', async () => {
  await using registry = await RegistryDouble.start();
  const layer = registry.blob(Buffer.from(signArchive(archive, PRIVATE)), SIGNATURE_TYPE);
  registry.chart('clock', '1.0.0', archive, { layers: [layer] });
  await using repository = new ChartRepository({ policy: policy(true), patience: PATIENCE });
  const fetched = repository.fetch({ ...WANTED, urls: [`oci://${registry.host}/clock:1.0.0`] });
  expect(await outcome(fetched)).toBe(BY_KEY);
});

test('a signed archive does not pass for another version, nor for another chart', async () => {
  await using server = await startWebServer(({ url = '' }, response) => {
    response.end(url.endsWith('.sig') ? signArchive(archive, PRIVATE) : archive);
  });
  await using repository = new ChartRepository({ policy: policy(true), patience: PATIENCE });
  const as = (wanted: { name?: string; version?: string }) =>
    outcome(repository.fetch({ ...wanted, urls: [`${server.url}/clock-2.0.0.tgz`] }));
  expect(await as({ name: 'clock', version: '2.0.0' })).toBe('LB7238');
  expect(await as({ name: 'weather', version: '1.0.0' })).toBe('LB7238');
  expect(await as({ name: 'clock', version: '1.0.0' })).toBe(BY_KEY);
  expect(await as({})).toBe(BY_KEY);
});

test('nobody looks for signatures where nobody has to sign', async () => {
  await using server = await startWebServer((_, response) => response.end(archive));
  await using repository = new ChartRepository({ patience: PATIENCE });
  expect(await outcome(repository.fetch({ ...WANTED, urls: [`${server.url}/clock.tgz`] }))).toBe('unsigned');
  expect(server.requests.map(({ path }) => path)).toEqual(['/clock.tgz']);
});
