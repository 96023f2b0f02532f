/** Rules for numbers. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { type FieldError, invalidValue } from '../validation/field-error.ts';
import { patternError } from '../validation/names.ts';
import { number } from './access.ts';
import { NOT_NEGATIVE } from './resource-list.ts';

export function validateNonnegative(parent: unknown, name: string, path: string): FieldError[] {
  const value = number(parent, name);
  return value !== undefined && value < 0 ? [invalidValue(`${path}.${name}`, value, NOT_NEGATIVE)] : [];
}

export function validatePositive(parent: unknown, name: string, path: string): FieldError[] {
  const value = number(parent, name);
  return value !== undefined && value <= 0 ? [invalidValue(`${path}.${name}`, value, 'must be greater than 0')] : [];
}

const PERCENT = patternError(
  "a valid percent string must be a numeric string followed by an ending '%'",
  '[0-9]+%',
  '1%',
  '93%',
);

/** A number, or a share in percent. */
export function validateIntOrPercent(value: unknown, path: string): FieldError[] {
  if (typeof value === 'string') return /^[0-9]+%$/.test(value) ? [] : [invalidValue(path, value, PERCENT)];
  return typeof value === 'number' && value < 0 ? [invalidValue(path, value, NOT_NEGATIVE)] : [];
}

/** The number of percent; undefined when it is none. */
function percentOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

export function validateAtMostHundredPercent(value: unknown, path: string): FieldError[] {
  const percent = percentOf(value);
  return percent !== undefined && percent > 100 ? [invalidValue(path, value, 'must not be greater than 100%')] : [];
}

/** Whether the value is zero, as a number or in percent. */
export function isNone(value: unknown): boolean {
  return value === undefined || value === 0 || percentOf(value) === 0;
}
