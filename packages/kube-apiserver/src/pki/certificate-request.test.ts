import { X509Certificate } from 'node:crypto';
import { ManualClock } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPki } from './pki.ts';
import { keys, requestFor } from './testing.ts';

const signerName = 'kubernetes.io/kube-apiserver-client';
const usages = ['client auth', 'digital signature'];
const clock = new ManualClock();
const pki = await openPki(undefined, { clock });

test('signs a request for its own key, for as long as it asks', () => {
  const pair = keys();
  const request = requestFor('ann', ['devs', 'ops'], pair);
  const certificate = new X509Certificate(pki.signRequest({ request, signerName, usages, expirationSeconds: 3_600 }));
  expect(certificate.subject).toBe('O=devs\nO=ops\nCN=ann');
  expect(certificate.checkPrivateKey(pair.privateKey)).toBe(true);
  expect(certificate.verify(new X509Certificate(pki.ca).publicKey)).toBe(true);
  expect(certificate.validToDate.getTime()).toBe(clock.now() + 3_600_000);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  const forever = pki.signRequest({ request, signerName, usages, expirationSeconds: 1e9 });
  expect(new X509Certificate(forever).validToDate.getTime()).toBe(clock.now() + 365 * 86_400_000);
});

test.each([
  ['the masters', requestFor('ann', ['system:masters']), signerName, usages, /system:masters group is not allowed/],
  ['the front proxy', requestFor('front-proxy-client', []), signerName, usages, /"front-proxy-client" is reserved/],
  ['nobody', requestFor('', []), signerName, usages, /no common name/],
  ['another signer', requestFor('ann', []), 'acme.com/signer', usages, /no signer here is named "acme.com\/signer"/],
  ['a server', requestFor('ann', []), signerName, ['server auth'], /usage "server auth" is not permitted/],
  ['no use', requestFor('ann', []), signerName, ['digital signature'], /"client auth" is required/],
  [
    'a node that is a person',
    requestFor('ann', ['system:nodes']),
    `${signerName}-kubelet`,
    usages,
    /does not begin with system:node:/,
  ],
  [
    'a person that is a node',
    requestFor('system:node:n', ['devs']),
    `${signerName}-kubelet`,
    usages,
    /is not system:nodes/,
  ],
  [
    'somebody else’s key',
    requestFor('ann', [], { ...keys(), publicKey: keys().publicKey }),
    signerName,
    usages,
    /signature is not that of its key/,
  ],
  ['no PEM', 'x', signerName, usages, /not PEM of the type CERTIFICATE REQUEST/],
  ['a certificate', pki.ca, signerName, usages, /not PEM of the type CERTIFICATE REQUEST/],
  ['too much', 'x'.repeat(100_001), signerName, usages, /too large/],
])('does not sign for %s', (_name, request, signer, uses, message) => {
  expect(() => pki.signRequest({ request, signerName: signer, usages: uses })).toThrow(message);
});

test('signs for a node', () => {
  const request = requestFor('system:node:n', ['system:nodes']);
  const certificate = pki.signRequest({ request, signerName: `${signerName}-kubelet`, usages });
  expect(new X509Certificate(certificate).subject).toBe('O=system:nodes\nCN=system:node:n');
});

test('refuses any damage with an error of its own, and quickly', () => {
  const whole = requestFor('ann', ['devs']);
  const bytes = Buffer.from(whole.replace(/-----[^-]+-----/g, ''), 'base64');
  const damage = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255), cut: fc.option(fc.nat(bytes.length)) });
  fc.assert(
    fc.property(damage, ({ at, value, cut }) => {
      const damaged = Buffer.from(bytes.subarray(0, cut ?? bytes.length));
      if (at < damaged.length) damaged[at] = value;
      if (damaged.equals(bytes)) return;
      const request = `-----BEGIN CERTIFICATE REQUEST-----\n${damaged.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
      expect(() => pki.signRequest({ request, signerName, usages })).toThrow(
        expect.objectContaining({ name: 'CertificateRequestError' }),
      );
    }),
    { numRuns: 1_000 },
  );
});

/** `openssl req -new -newkey rsa:2048 -nodes -subj /O=devs/CN=ann -addext subjectAltName=DNS:x.example.com` */
const FROM_OPENSSL = `-----BEGIN CERTIFICATE REQUEST-----
MIICjTCCAXUCAQAwHTENMAsGA1UECgwEZGV2czEMMAoGA1UEAwwDYW5uMIIBIjAN
BgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArZ5F4iS6Wr7DbB/2w9n+vql+4BvM
L3msz95xuQW9JvqExASFHTTy06F/xqfZPYx84owPtWLn+7rYOVRD1sMrCLFkxPnO
ZS0PO5etrFMGoos/aEKucvRcoDdZlHGIQ10NebOodztf6VpAyk61Ytrg7wCBTCZW
du+1L+1ZDYpdXvOi0lp/0ewaQmpmxImlldLt4vC16ZxJK671wVV6lXyMFjXeR5Wi
anEU1DxhZBLXIKaeYZMx6CjEShMNw6u5slznuOHuUx10+zMc7PaZWGWUa4FGG6De
Cejld4Kvc04esJeGPoCdx7rQ3sSumM50GlelMREsA/nMW5KMW26jEsWuwQIDAQAB
oCswKQYJKoZIhvcNAQkOMRwwGjAYBgNVHREEETAPgg14LmV4YW1wbGUuY29tMA0G
CSqGSIb3DQEBCwUAA4IBAQAX/Pgk+9Rh2B18y1fjL5+EViqdWA5eZZtQ8tVwkQHF
LgORz9MRkS7Jxx26Usr1hwolQzDkIQU4haZAOVjm7PDZwSl3fn2d9McyjIk0lomK
rFNjcJ/ur5zCi0kyH+JhMDaL4FfI0LncTgy+GlCSyJC7KDn2lgd7NnHrc1Je97Rq
bcoVO/wb06PZM89IG/J1KgKd3PFmXccAgJemOejXvaG41ncs/X3VSwifkdsTVbsm
+vV8qu+Dx5ZB4DC8pwv1U6tm7WjSXcPvflOLYIg5JZmoYUwmnkezJlcxem9E5ZWA
6Lr9IW2C9i+BGM2swhNVjr0ykNhEMnFknkKhVtHCFHkY
-----END CERTIFICATE REQUEST-----
`;

test('signs what OpenSSL asks for', () => {
  const certificate = new X509Certificate(pki.signRequest({ request: FROM_OPENSSL, signerName, usages }));
  expect(certificate.subject).toBe('O=devs\nCN=ann');
  expect(certificate.publicKey.asymmetricKeyType).toBe('rsa');
  expect(certificate.subjectAltName).toBeUndefined();
});
