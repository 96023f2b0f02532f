/** Rules for paths of files. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { type FieldError, invalidValue } from '../../../validation/field-error.ts';
import { number } from '../../access.ts';

/** Relative, and never up. */
export function validateDescendingPath(path: string, field: string): FieldError[] {
  const errors = path.startsWith('/') ? [invalidValue(field, path, 'must be a relative path')] : [];
  return [...errors, ...validateNoBacksteps(path, field)];
}

export function validateNoBacksteps(path: string, field: string): FieldError[] {
  return path.split('/').includes('..') ? [invalidValue(field, path, "must not contain '..'")] : [];
}

/** The same for names of files, of which those with leading dots are reserved. */
export function validateFilePath(path: string, field: string): FieldError[] {
  const errors = validateDescendingPath(path, field);
  if (path.startsWith('..') && !path.startsWith('../')) {
    errors.push(invalidValue(field, path, "must not start with '..'"));
  }
  return errors;
}

export function validateFileMode(parent: unknown, name: string, path: string): FieldError[] {
  const mode = number(parent, name);
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
  return [invalidValue(`${path}.${name}`, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}
