/** Source: k8s.io/kubernetes/pkg/apis/certificates and pkg/registry/certificates. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { copy, ensure, fields, number, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

export const certificateSigningRequestStrategy: Strategy = builtIn({
  namespaced: false,
  nameRule: () => [],
  countsGenerations: false,
  initialStatus: {},
  prepareForCreate(request, { user }) {
    const spec = ensure(request, 'spec');
    if (spec === undefined) return;
    for (const name of ['username', 'uid', 'groups', 'extra']) delete spec[name];
    spec.username = user.username;
    if (user.uid !== undefined && user.uid !== '') spec.uid = user.uid;
    if (user.groups.length > 0) spec.groups = [...user.groups];
    if (user.extra !== undefined && Object.keys(user.extra).length > 0) spec.extra = copy(user.extra);
  },
  prepareForUpdate(request, old) {
    // Who asked for what stands; approval and the certificate come by subresources.
    request.spec = copy(old.spec);
  },
  validate(request) {
    const spec = fields(request, 'spec');
    const errors = validateRequest(text(spec, 'request'));
    const usages = texts(spec, 'usages');
    if (usages.length === 0) errors.push(required('spec.usages'));
    usages.forEach((usage, index) => {
      if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${index}]`, usage, USAGES));
    });
    const seconds = number(spec, 'expirationSeconds');
    if (seconds !== undefined && seconds < 600) {
      const why = 'may not specify a duration less than 600 seconds (10 minutes)';
      errors.push(invalidValue('spec.expirationSeconds', seconds, why));
    }
    return [...errors, ...validateSigner(text(spec, 'signerName'))];
  },
  selectable: ['spec.signerName'],
  selectableFields: (request) => ({ 'spec.signerName': text(request, 'spec', 'signerName') }),
});

function validateRequest(request: string): FieldError[] {
  const decoded = Buffer.from(request, 'base64').toString();
  if (/-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/.test(decoded)) return [];
  return [invalidValue('spec.request', request, 'PEM block type must be CERTIFICATE REQUEST')];
}

function validateSigner(name: string): FieldError[] {
  const path = 'spec.signerName';
  if (name === '') return [required(path)];
  const [domain = '', ...rest] = name.split('/');
  if (rest.length !== 1 || rest[0] === '' || domain === '') {
    const why = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [invalidValue(path, name, why)];
  }
  if (domain.split('.').length >= 2) return [];
  return [invalidValue(path, domain, 'should be a domain with at least two segments separated by dots')];
}
