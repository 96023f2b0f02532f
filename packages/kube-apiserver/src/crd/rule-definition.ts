import { type FieldError, invalidValue, notSupported, required } from '../validation/field-error.ts';
import { followFieldPath } from './field-path.ts';
import type { StructuralSchema, ValidationRule } from './structural-schema.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** The form of `x-kubernetes-validations`; whether the expressions compile is told elsewhere. */
export function ruleDefinitionErrors(schema: StructuralSchema, path: string): FieldError[] {
  return schema.rules.flatMap((rule, i) => formErrors(schema, rule, `${path}.x-kubernetes-validations[${i}]`));
}

function formErrors(schema: StructuralSchema, rule: ValidationRule, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const message = rule.message.trim();
  if (rule.rule.trim() === '') errors.push(required(`${at}.rule`, 'rule is not specified'));
  else if (rule.message !== '' && message === '') {
    errors.push(invalidValue(`${at}.message`, rule.message, 'must be non-empty if specified'));
  } else if (hasLineBreaks(message)) {
    errors.push(invalidValue(`${at}.message`, rule.message, 'must not contain line breaks'));
  } else if (hasLineBreaks(rule.rule.trim()) && message === '') {
    errors.push(required(`${at}.message`, 'message must be specified if rule contains line breaks'));
  }
  if (rule.messageExpression !== '' && rule.messageExpression.trim() === '') {
    errors.push(required(`${at}.messageExpression`, 'messageExpression must be non-empty if specified'));
  }
  if (rule.reason !== '' && !REASONS.includes(rule.reason)) {
    errors.push(notSupported(`${at}.reason`, rule.reason, REASONS));
  }
  if (rule.fieldPath === '') return errors;
  if (rule.fieldPath.trim() === '') {
    errors.push(invalidValue(`${at}.fieldPath`, rule.fieldPath, 'must be non-empty if specified'));
  }
  if (hasLineBreaks(rule.fieldPath)) {
    errors.push(invalidValue(`${at}.fieldPath`, rule.fieldPath, 'must not contain line breaks'));
  }
  if (!followFieldPath(rule.fieldPath, schema).ok) {
    errors.push(invalidValue(`${at}.fieldPath`, rule.fieldPath, 'must be a valid path'));
  }
  return errors;
}

const hasLineBreaks = (text: string) => /[\n\r]/.test(text);
