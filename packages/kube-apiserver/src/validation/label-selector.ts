/** Rules for labels and for selectors in objects. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation. */
import { fields, isZero, itemsOf, list, text, textEntries, texts } from '../kinds/access.ts';
import { type FieldError, fieldForbidden, invalidValue, required } from './field-error.ts';
import { labelValue, qualifiedName } from './names.ts';

/** Nobody reads more of them, and their sentences are long. */
const MOST_ERRORS = 500;

/** The value and its path `labels` or the like. */
export function validateLabels(labels: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of textEntries(labels)) {
    errors.push(...validateLabelName(key, path));
    errors.push(...labelValue(value).map((problem) => invalidValue(path, value, problem)));
    if (errors.length >= MOST_ERRORS) break;
  }
  return errors;
}

export function validateLabelName(name: string, path: string): FieldError[] {
  return qualifiedName(name).map((problem) => invalidValue(path, name, problem));
}

export function validateLabelSelector(selector: unknown, path: string): FieldError[] {
  return [
    ...validateLabels(fields(selector, 'matchLabels'), `${path}.matchLabels`),
    ...itemsOf(selector, 'matchExpressions', path).flatMap((item) => validateRequirement(item.value, item.path)),
  ];
}

/** Whether a selector object has no requirement, and so matches everything. */
export function isEmptySelector(selector: unknown): boolean {
  return Object.keys(fields(selector, 'matchLabels')).length === 0 && list(selector, 'matchExpressions').length === 0;
}

function validateRequirement(requirement: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const operator = text(requirement, 'operator');
  const values = texts(requirement, 'values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (!isZero(values.length)) {
        errors.push(
          fieldForbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
      }
      break;
    default:
      errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
  }
  errors.push(...validateLabelName(text(requirement, 'key'), `${path}.key`));
  values.forEach((value, index) => {
    errors.push(...labelValue(value).map((problem) => invalidValue(`${path}.values[${index}]`, value, problem)));
  });
  return errors;
}
