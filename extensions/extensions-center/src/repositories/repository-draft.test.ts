import { describe, expect, it } from 'vitest';
import type { Repository } from '../center-api.ts';
import { createRepository, repositoryPatch } from './repositories-api.ts';
import { draftOf, draftProblems, EMPTY_DRAFT, nameFor } from './repository-draft.ts';

const STORED: Repository = {
  ...{ name: 'stable', url: 'https://charts.example.com', kind: 'http', hasPassword: true, username: 'pilot' },
  ...{ hasCaBundle: true, insecure: false, depth: 3, interval: '15m', state: 'synced' },
  ...{ signature: { required: false, keys: [] }, extensions: 5, versions: 5, chartProblems: [] },
};
const CA = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n';

describe('a name', () => {
  it.each([
    ['https://charts.example.com/stable', [], 'charts-example-com'],
    ['https://www.example.com', [], 'example-com'],
    ['oci://registry.example.com:5000/charts', [], 'registry-example-com'],
    ['https://example.com', ['example-com', 'example-com-2'], 'example-com-3'],
    ['https://', [], ''],
    ['not an address', [], ''],
  ])('for %s is proposed', (address, taken, name) => expect(nameFor(address, taken)).toBe(name));
});

describe('a draft', () => {
  const good = { ...EMPTY_DRAFT, name: 'stable', url: 'https://charts.example.com' };

  it('without a fault has no problem', () => {
    expect(draftProblems({ ...good, caBundle: CA, requireSignature: true, keys: KEY }, ['other'])).toEqual({});
  });

  it.each([
    [{ url: '' }, { url: 'url' }],
    [{ url: 'charts.example.com' }, { url: 'url' }],
    [{ url: 'ftp://example.com' }, { url: 'url' }],
    [{ url: 'javascript:alert(1)' }, { url: 'url' }],
    [{ url: 'https://pilot:s3cret@example.com' }, { url: 'url.credentials' }],
    [{ name: 'Stable' }, { name: 'name' }],
    [{ name: 'a'.repeat(64) }, { name: 'name' }],
    [{ name: '-' }, { name: 'name' }],
    [{ name: 'taken' }, { name: 'name.taken' }],
    [{ password: 's3cret' }, { username: 'username' }],
    [{ caBundle: 'AA==' }, { caBundle: 'ca' }],
    [{ caBundle: '-----BEGIN PRIVATE KEY-----' }, { caBundle: 'ca.key' }],
    [{ depth: '-1' }, { depth: 'depth' }],
    [{ depth: '1.5' }, { depth: 'depth' }],
    [{ requireSignature: true }, { keys: 'keys' }],
  ])('with %j has %j', (part, problems) => {
    expect(draftProblems({ ...good, ...part }, ['taken'])).toEqual(problems);
  });
});

describe('what is written', () => {
  it('of a new one are the fields that KubeSphere knows, and the policy as annotations', async () => {
    const asked: unknown[] = [];
    const fetch = async (_: string | URL, init?: RequestInit) => {
      asked.push(JSON.parse(String(init?.body)));
      return Response.json({}, { status: 201 });
    };
    const draft = { ...EMPTY_DRAFT, name: 'a', url: 'oci://r.example', references: ' clock:1.0.0 ' };
    const rest = { username: 'pilot', password: 's3cret', caBundle: CA, requireSignature: true, keys: KEY };
    await createRepository(fetch, { ...draft, ...rest });
    expect(asked).toEqual([
      {
        apiVersion: 'kubesphere.io/v1alpha1',
        kind: 'Repository',
        metadata: {
          name: 'a',
          annotations: {
            'luban.dev/require-signature': 'true',
            'luban.dev/signing-keys': KEY.trim(),
            'luban.dev/oci-references': 'clock:1.0.0',
          },
        },
        spec: {
          ...{ url: 'oci://r.example', description: '', insecure: false, depth: 3 },
          updateStrategy: { registryPoll: { interval: '15m' } },
          basicAuth: { username: 'pilot', password: 's3cret' },
          caBundle: Buffer.from(CA).toString('base64'),
        },
      },
    ]);
  });

  it('of a changed one leaves a password and certificates alone that nobody has touched', () => {
    const patch = JSON.stringify(repositoryPatch({ ...draftOf(STORED), depth: '5' }, STORED));
    expect(patch).not.toContain('password');
    expect(patch).not.toContain('caBundle');
    expect(JSON.parse(patch).spec).toMatchObject({ depth: 5, basicAuth: { username: 'pilot' } });
  });

  it.each([
    [{ password: 'new' }, { basicAuth: { username: 'pilot', password: 'new' } }],
    [{ username: '' }, { basicAuth: null }],
    [{ dropCaBundle: true }, { caBundle: null }],
    [{ caBundle: CA }, { caBundle: Buffer.from(CA).toString('base64') }],
  ])('of one with %j is %j', (part, spec) => {
    expect(repositoryPatch({ ...draftOf(STORED), ...part }, STORED).spec).toMatchObject(spec);
  });

  it('takes the policy away', () => {
    const signed = { ...STORED, signature: { required: true, keys: [KEY] } };
    const draft = { ...draftOf(signed), requireSignature: false };
    expect(repositoryPatch(draft, signed).metadata.annotations).toEqual({ 'luban.dev/require-signature': null });
    expect(repositoryPatch({ ...draft, keys: '' }, signed).metadata.annotations).toEqual({
      'luban.dev/require-signature': null,
      'luban.dev/signing-keys': null,
    });
  });
});
