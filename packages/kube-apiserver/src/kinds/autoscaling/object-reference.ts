/** Source: k8s.io/kubernetes/pkg/apis/autoscaling/validation. */
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { pathSegment } from '../../validation/names.ts';
import { text } from '../access.ts';

/** A reference to an object of any version. */
export function validateReference(reference: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['kind', 'name']) {
    const value = text(reference, name);
    if (value === '') errors.push(required(`${path}.${name}`));
    else errors.push(...pathSegment(value).map((problem) => invalidValue(`${path}.${name}`, value, problem)));
  }
  const version = text(reference, 'apiVersion');
  if (version.split('/').length > 2) {
    errors.push(invalidValue(`${path}.apiVersion`, version, `unexpected GroupVersion string: ${version}`));
  }
  return errors;
}
