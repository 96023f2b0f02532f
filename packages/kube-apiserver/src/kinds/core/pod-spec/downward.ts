/** References of a pod to its own fields. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { canonicalQuantity } from '@luban/kube';
import { type FieldError, invalidValue, notSupported, required } from '../../../validation/field-error.ts';
import { qualifiedName } from '../../../validation/names.ts';
import { get, text } from '../../access.ts';

export const ENVIRONMENT_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
export const VOLUME_FIELDS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
/** What the downward API knows in all, wherever it may be used. */
const CONVERTIBLE = new Set([
  ...ENVIRONMENT_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
]);
const RESOURCES: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

export function validateFieldReference(reference: unknown, supported: readonly string[], path: string): FieldError[] {
  if (text(reference, 'apiVersion') === '') return [required(`${path}.apiVersion`)];
  const field = text(reference, 'fieldPath');
  if (field === '') return [required(`${path}.fieldPath`)];
  const subscript = /^(.*)\['(.*)'\]$/s.exec(field);
  if (subscript !== null) return validateSubscript(subscript[1] ?? '', subscript[2] ?? '', path);
  if (!CONVERTIBLE.has(field)) {
    const why = `error converting fieldPath: field label not supported: ${field}`;
    return [invalidValue(`${path}.fieldPath`, field, why)];
  }
  return supported.includes(field) ? [] : [notSupported(`${path}.fieldPath`, field, supported)];
}

function validateSubscript(field: string, key: string, path: string): FieldError[] {
  if (field === 'metadata.annotations' || field === 'metadata.labels') {
    const name = field === 'metadata.labels' ? key : key.toLowerCase();
    return qualifiedName(name).map((problem) => invalidValue(path, name, problem));
  }
  return [invalidValue(path, field, 'does not support subscript')];
}

/** @param needsContainer in volumes, which belong to no container */
export function validateResourceReference(reference: unknown, needsContainer: boolean, path: string): FieldError[] {
  const resource = text(reference, 'resource');
  const errors: FieldError[] = [];
  if (needsContainer && text(reference, 'containerName') === '') errors.push(required(`${path}.containerName`));
  else if (resource === '') errors.push(required(`${path}.resource`));
  else if (!RESOURCES.includes(resource) && !/^(?:limits|requests)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${path}.resource`, resource, RESOURCES));
  }
  const divisor = canonicalQuantity(get(reference, 'divisor') ?? '0');
  if (divisor === '0') return errors;
  const [allowed, sentence] = divisorsOf(resource);
  if (!allowed.includes(String(divisor))) errors.push(invalidValue(`${path}.divisor`, resource, sentence));
  return errors;
}

function divisorsOf(resource: string): [allowed: readonly string[], sentence: string] {
  const kind = resource.slice(resource.indexOf('.') + 1);
  if (kind === 'cpu') return [['1m', '1'], "only divisor's values 1m and 1 are supported with the cpu resource"];
  const name = kind.startsWith('hugepages-') ? 'hugepages' : kind === 'memory' ? 'memory' : 'local ephemeral storage';
  return [BYTE_DIVISORS, `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the ${name} resource`];
}
