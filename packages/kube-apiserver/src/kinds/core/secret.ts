/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required, tooLong } from '../../validation/field-error.ts';
import { configKey } from '../../validation/names.ts';
import { ensure, fields, fillZero, get, put, text, textEntries } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { decodedSize, LARGEST_DATA, validateFrozen } from './config-map.ts';

export const secretStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  default(secret) {
    fillZero(secret, { type: 'Opaque' });
    // Written as text, kept as base64, never read back as text.
    const data = get(secret, 'stringData') === undefined ? undefined : ensure(secret, 'data');
    for (const [key, value] of textEntries(secret, 'stringData')) {
      if (data !== undefined) put(data, key, Buffer.from(value).toString('base64'));
    }
    delete secret.stringData;
  },
  validate(secret) {
    const data = fields(secret, 'data');
    const errors = Object.keys(data).flatMap((key) =>
      configKey(key).map((problem) => invalidValue(`data[${key}]`, key, problem)),
    );
    if (decodedSize(data) > LARGEST_DATA) errors.push(tooLong('data', LARGEST_DATA));
    return [...errors, ...validateType(secret)];
  },
  validateUpdate: (secret, old) => [
    ...validateImmutable(secret, old, ['type']),
    ...validateFrozen(secret, old, ['data']),
  ],
  selectable: ['type'],
  selectableFields: (secret) => ({ type: text(secret, 'type') }),
});

function validateType(secret: unknown): FieldError[] {
  const data = fields(secret, 'data');
  const missing = (...keys: string[]) =>
    keys.filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`));
  switch (text(secret, 'type')) {
    case 'kubernetes.io/service-account-token': {
      const annotation = 'kubernetes.io/service-account.name';
      if (text(secret, 'metadata', 'annotations', annotation) !== '') return [];
      return [required(`metadata.annotations[${annotation}]`)];
    }
    case 'kubernetes.io/dockercfg':
      return validateJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth':
      return Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password') ? [] : missing('username', 'password');
    case 'kubernetes.io/ssh-auth':
      return text(data, 'ssh-privatekey') === '' ? [required('data[ssh-privatekey]')] : [];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function validateJson(data: unknown, key: string): FieldError[] {
  const value = get(data, key);
  if (typeof value !== 'string') return [required(`data[${key}]`)];
  const problem = jsonProblem(Buffer.from(value, 'base64').toString());
  return problem === undefined ? [] : [invalidValue(`data[${key}]`, '<secret contents redacted>', problem)];
}

function jsonProblem(json: string): string | undefined {
  if (json === '') return 'unexpected end of JSON input';
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && !Array.isArray(parsed)) return undefined;
    const type = Array.isArray(parsed) ? 'array' : typeof parsed === 'boolean' ? 'bool' : typeof parsed;
    return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
  } catch {
    const shown = json.trimStart().slice(0, 1);
    return `invalid character '${shown}' looking for beginning of value`;
  }
}
