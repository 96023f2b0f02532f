import { isDeepStrictEqual } from 'node:util';
import { forbidden, type KubeObject } from '@luban/kube';
import type { AdmissionPlugin, AdmissionRequest } from '../admission/admission.ts';
import { isObject } from '../json/json-value.ts';
import { requestedSubject } from '../pki/certificate-request.ts';
import { type Authorizer, MASTERS } from './user.ts';

const GROUP = 'certificates.k8s.io';
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

/**
 * Who may approve and sign CertificateSigningRequests is a matter of the signer, beside that of the resource; and no
 * client certificate makes anybody a master. Source: k8s.io/kubernetes/plugin/pkg/admission/certificates.
 */
export function certificateAdmission(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateApproval,CertificateSigning,CertificateSubjectRestriction',
    validate(request) {
      const { object, old, operation, subresource, type } = request;
      if (type.group !== GROUP || type.resource !== 'certificatesigningrequests' || object === undefined) return;
      if (operation === 'CREATE' && subresource === '') checkSubject(request, object);
      if (operation !== 'UPDATE' || old === undefined) return;
      // The signer is that of the object as it is kept, whatever the update says.
      const signer = specOf(old).signerName;
      if (typeof signer !== 'string') return;
      if (subresource === 'approval') checkSigner(authorizer, request, 'approve', signer);
      if (subresource === 'status' && signs(object, old)) checkSigner(authorizer, request, 'sign', signer);
    },
  };
}

function checkSigner(
  authorizer: Authorizer,
  request: AdmissionRequest,
  verb: 'approve' | 'sign',
  signer: string,
): void {
  const [domain = ''] = signer.split('/');
  const allowed = [signer, `${domain}/*`].some((name) => {
    const attributes = {
      user: request.user,
      verb,
      group: GROUP,
      version: '*',
      resource: 'signers',
      namespace: '',
      name,
    };
    return authorizer.authorize(attributes).allowed;
  });
  if (!allowed)
    throw refuse(request, `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`);
}

function checkSubject(request: AdmissionRequest, object: KubeObject): void {
  const { request: encoded, signerName } = specOf(object);
  if (signerName !== CLIENT_SIGNER || typeof encoded !== 'string') return;
  const subject = requestedSubject(Buffer.from(encoded, 'base64').toString());
  // What cannot be read is for validation to refuse.
  if (subject?.groups.includes(MASTERS)) {
    throw refuse(request, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
  }
}

/** Whether the update brings a certificate, or says that there will be none. */
function signs(object: KubeObject, old: KubeObject): boolean {
  return !isDeepStrictEqual(outcome(object), outcome(old));
}

function outcome({ status }: KubeObject): unknown {
  const { certificate = '', conditions = [] } = isObject(status) ? status : {};
  return { certificate, conditions };
}

function specOf(object: KubeObject): Record<string, unknown> {
  return isObject(object.spec) ? object.spec : {};
}

function refuse({ name }: AdmissionRequest, why: string) {
  return forbidden({ group: GROUP, resource: 'certificatesigningrequests' }, name, why);
}
