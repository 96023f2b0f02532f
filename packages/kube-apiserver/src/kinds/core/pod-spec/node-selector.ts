/** Rules for selectors of nodes. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { type FieldError, fieldForbidden, invalidValue, required } from '../../../validation/field-error.ts';
import { validateLabelName } from '../../../validation/label-selector.ts';
import { labelValue, subdomainName } from '../../../validation/names.ts';
import { itemsOf, text, texts } from '../../access.ts';

export function validateNodeSelector(selector: unknown, path: string): FieldError[] {
  const terms = itemsOf(selector, 'nodeSelectorTerms', path);
  if (terms.length === 0) return [required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term')];
  return terms.flatMap(({ value, path: at }) => validateNodeSelectorTerm(value, at, true));
}

/** @param strict also values of labels are checked */
export function validateNodeSelectorTerm(term: unknown, path: string, strict: boolean): FieldError[] {
  return [
    ...itemsOf(term, 'matchExpressions', path).flatMap(({ value, path: at }) => validateRequirement(value, at, strict)),
    ...itemsOf(term, 'matchFields', path).flatMap(({ value, path: at }) => validateFieldRequirement(value, at)),
  ];
}

function validateRequirement(requirement: unknown, path: string, strict: boolean): FieldError[] {
  const operator = text(requirement, 'operator');
  const values = texts(requirement, 'values');
  const errors: FieldError[] = [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
        errors.push(fieldForbidden(`${path}.values`, why));
      }
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) {
        errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      }
      break;
    default:
      errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
  }
  errors.push(...validateLabelName(text(requirement, 'key'), `${path}.key`));
  if (!strict) return errors;
  return [
    ...errors,
    ...values.flatMap((value, index) =>
      labelValue(value).map((problem) => invalidValue(`${path}.values[${index}]`, value, problem)),
    ),
  ];
}

function validateFieldRequirement(requirement: unknown, path: string): FieldError[] {
  const operator = text(requirement, 'operator');
  const key = text(requirement, 'key');
  const values = texts(requirement, 'values');
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required(`${path}.values`, why));
  }
  if (key !== 'metadata.name') {
    return [...errors, invalidValue(`${path}.key`, key, 'not a valid field selector key')];
  }
  return [
    ...errors,
    ...values.flatMap((value, index) =>
      subdomainName(value, false).map((problem) => invalidValue(`${path}.values[${index}]`, value, problem)),
    ),
  ];
}
