/** Whether the selector of a workload picks its own pods. */
import { type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@luban/kube';
import { type FieldError, invalidValue } from '../validation/field-error.ts';
import { get, isFields, objects, optionalFields, text, textEntries, texts } from './access.ts';

/** @param selector a selector object; an empty one picks everything, and one that is absent nothing */
export function validateSelectorMatches(selector: unknown, template: unknown, path: string): FieldError[] {
  if (isFields(selector) && selects(selector, labelsOf(template))) return [];
  const shown = optionalFields(template, 'metadata', 'labels') ?? null;
  return [invalidValue(`${path}.metadata.labels`, shown, '`selector` does not match template `labels`')];
}

function labelsOf(object: unknown): Record<string, string> {
  return Object.assign(Object.create(null), Object.fromEntries(textEntries(object, 'metadata', 'labels')));
}

function selects(selector: unknown, labels: Record<string, string>): boolean {
  const requirements: LabelSelectorObject = {
    matchLabels: Object.fromEntries(textEntries(get(selector, 'matchLabels'))),
    matchExpressions: objects(selector, 'matchExpressions').map((expression) => ({
      key: text(expression, 'key'),
      operator: text(expression, 'operator'),
      values: texts(expression, 'values'),
    })),
  };
  try {
    return matchesLabels(labelSelectorFromObject(requirements), labels);
  } catch {
    // An unknown operator is complained of elsewhere.
    return true;
  }
}
