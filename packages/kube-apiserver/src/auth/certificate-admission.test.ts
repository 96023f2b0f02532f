import { type KubeObject, StatusError } from '@luban/kube';
import { expect, test } from 'vitest';
import type { AdmissionRequest } from '../admission/admission.ts';
import { requestFor } from '../pki/testing.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { certificateAdmission } from './certificate-admission.ts';
import { person } from './testing.ts';

const SIGNER = 'kubernetes.io/kube-apiserver-client';
const type = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' } as ResourceType;

function request(groups: string[] = [], status: object = {}): KubeObject {
  const spec = { request: Buffer.from(requestFor('ann', groups)).toString('base64'), signerName: SIGNER };
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'csr' },
    spec,
    status,
  };
}

/** The sentence of the refusal, where the words allow such as `approve kubernetes.io/*`. */
function submit(allowed: string[], more: Partial<AdmissionRequest>): string {
  const plugin = certificateAdmission({
    authorize: (asked) => ({
      allowed: !('path' in asked) && asked.resource === 'signers' && allowed.includes(`${asked.verb} ${asked.name}`),
      reason: '',
    }),
  });
  const base = { operation: 'UPDATE', type, subresource: '', namespace: '', name: 'csr', user: person('u') } as const;
  try {
    plugin.validate?.({ ...base, options: {}, dryRun: false, warn: () => {}, ...more });
    return 'passes';
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

const REFUSED = 'certificatesigningrequests.certificates.k8s.io "csr" is forbidden: ';

test('approving takes a right on the signer, or on all of its domain', () => {
  const approval = { subresource: 'approval', object: request(), old: request() };
  expect(submit([], approval)).toBe(`${REFUSED}user not permitted to approve requests with signerName "${SIGNER}"`);
  expect(submit([`approve ${SIGNER}`], approval)).toBe('passes');
  expect(submit(['approve kubernetes.io/*'], approval)).toBe('passes');
  const disguised = { ...request(), spec: { signerName: 'acme.com/mine' } };
  expect(submit(['approve acme.com/mine'], { ...approval, object: disguised })).toContain(`signerName "${SIGNER}"`);
});

test('signing takes a right on the signer, other updates of the status do not', () => {
  const status = { subresource: 'status', old: request() };
  expect(submit([], { ...status, object: request() })).toBe('passes');
  const signed = { ...status, object: request([], { certificate: 'x' }) };
  expect(submit([], signed)).toBe(`${REFUSED}user not permitted to sign requests with signerName "${SIGNER}"`);
  expect(submit([`sign ${SIGNER}`], signed)).toBe('passes');
});

test('nobody asks to be a master', () => {
  expect(submit([], { operation: 'CREATE', object: request(['devs']) })).toBe('passes');
  expect(submit([], { operation: 'CREATE', object: request(['system:masters']) })).toBe(
    `${REFUSED}use of ${SIGNER} signer with system:masters group is not allowed`,
  );
  const garbage = { ...request(), spec: { signerName: SIGNER, request: 'eA==' } };
  expect(submit([], { operation: 'CREATE', object: garbage })).toBe('passes');
});
