import { X509Certificate } from 'node:crypto';
import { type KubeObject, ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { openStore } from '../store/open-store.ts';
import { CERTIFICATE_SIGNING_REQUESTS, CertificateSigning } from './certificate-signing.ts';
import { openPki } from './pki.ts';
import { requestFor } from './testing.ts';

const APPROVED = { type: 'Approved', status: 'True', reason: 'KubectlApprove', message: 'ok' };

function signingRequest(name: string, groups: string[], conditions: object[], spec: object = {}): KubeObject {
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec: {
      request: Buffer.from(requestFor(name, groups)).toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
      ...spec,
    },
    status: { conditions },
  };
}

async function world() {
  const clock = new ManualClock();
  const store = await openStore({ clock });
  const pki = await openPki(undefined, { clock });
  const write = (object: KubeObject) =>
    store.write({ resource: CERTIFICATE_SIGNING_REQUESTS, key: object.metadata.name ?? '', object });
  const statusOf = async (name: string) => {
    await clock.advance(0);
    return store.get(CERTIFICATE_SIGNING_REQUESTS, name)?.object.status as {
      certificate?: string;
      conditions: object[];
    };
  };
  return { clock, store, pki, write, statusOf };
}

test('signs what is approved, before and after it started, and nothing else', async () => {
  const { clock, store, pki, write, statusOf } = await world();
  await write(signingRequest('early', [], [APPROVED]));
  using _signing = new CertificateSigning({ store, clock, pki });
  await write(signingRequest('waiting', [], []));
  await write(signingRequest('denied', [], [APPROVED, { type: 'Denied', status: 'True' }]));
  await write(signingRequest('foreign', [], [APPROVED], { signerName: 'acme.com/signer' }));
  await write(signingRequest('ann', ['devs'], [APPROVED], { expirationSeconds: 3_600 }));
  for (const name of ['waiting', 'denied', 'foreign']) expect((await statusOf(name)).certificate).toBeUndefined();
  expect((await statusOf('early')).certificate).toBeDefined();
  const { certificate = '', conditions } = await statusOf('ann');
  const parsed = new X509Certificate(Buffer.from(certificate, 'base64'));
  expect(parsed.subject).toBe('O=devs\nCN=ann');
  expect(parsed.validToDate.getTime()).toBe(clock.now() + 3_600_000);
  expect(conditions).toEqual([APPROVED]);

  await write(signingRequest('waiting', [], [APPROVED]));
  expect((await statusOf('waiting')).certificate).toBeDefined();
});

test('says why it does not sign, once', async () => {
  const { clock, store, pki, write, statusOf } = await world();
  using _signing = new CertificateSigning({ store, clock, pki });
  await write(signingRequest('root', ['system:masters'], [APPROVED]));
  const { certificate, conditions } = await statusOf('root');
  expect(certificate).toBeUndefined();
  expect(conditions).toEqual([
    APPROVED,
    {
      type: 'Failed',
      status: 'True',
      reason: 'SignerValidationFailure',
      message: 'use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
      lastUpdateTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
  ]);
  const { revision } = store;
  await clock.advance(1_000);
  expect(store.revision).toBe(revision);
});
