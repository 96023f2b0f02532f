/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, tooLong } from '../../validation/field-error.ts';
import { configKey } from '../../validation/names.ts';
import { fields, flag, get, sameJson } from '../access.ts';
import { builtIn } from '../built-in.ts';

export const LARGEST_DATA = 1024 * 1024;

export const configMapStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  validate(map) {
    const [data, binary] = [fields(map, 'data'), fields(map, 'binaryData')];
    const errors: FieldError[] = [];
    for (const key of Object.keys(data)) {
      errors.push(...configKey(key).map((problem) => invalidValue(`data[${key}]`, key, problem)));
      if (Object.hasOwn(binary, key)) {
        errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
      }
    }
    for (const key of Object.keys(binary)) {
      errors.push(...configKey(key).map((problem) => invalidValue(`binaryData[${key}]`, key, problem)));
    }
    const size = textSize(data) + decodedSize(binary);
    if (size > LARGEST_DATA) errors.push(tooLong('[]', LARGEST_DATA));
    return errors;
  },
  validateUpdate: (map, old) => validateFrozen(map, old, ['data', 'binaryData']),
});

/** What was declared immutable stays so, and keeps its data. */
export function validateFrozen(object: unknown, old: unknown, names: readonly string[]): FieldError[] {
  if (!flag(old, 'immutable')) return [];
  const changed = names.filter((name) => !sameJson(fields(object, name), fields(old, name)));
  return [...(flag(object, 'immutable') ? [] : ['immutable']), ...changed].map((name) =>
    fieldForbidden(name, 'field is immutable when `immutable` is set'),
  );
}

function textSize(data: unknown): number {
  return Object.values(fields(data)).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value) : 0),
    0,
  );
}

/** Bytes behind the base64 texts of a map. */
export function decodedSize(data: unknown): number {
  return Object.keys(fields(data)).reduce((sum, key) => {
    const value = get(data, key);
    return sum + (typeof value === 'string' ? Buffer.byteLength(value, 'base64') : 0);
  }, 0);
}
