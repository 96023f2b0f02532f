/**
 * The simple paths of `selectableFields` and of rules' `fieldPath`: `.spec.name`, `.spec['a.b']`.
 * Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel, ValidFieldPath.
 */
import type { StructuralSchema } from './structural-schema.ts';

export type FieldPath =
  | {
      readonly ok: true;
      /** As errors name it: `spec.labels[a.b]`. */
      readonly text: string;
      readonly names: readonly string[];
      readonly schema: StructuralSchema;
    }
  | { readonly ok: false; readonly reason: string };

const UNESCAPED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  "'": "'",
  '\\': '\\',
};

/** Follows the path through the schema. */
export function followFieldPath(path: string, root: StructuralSchema, allowBrackets = true): FieldPath {
  let schema = root;
  let text = '';
  const names: string[] = [];
  let rest = path;
  while (rest !== '') {
    const step = nextStep(rest, allowBrackets);
    if ('reason' in step) return { ok: false, reason: step.reason };
    const property = schema.properties.get(step.name);
    const additional = schema.additionalProperties;
    if (property !== undefined) {
      schema = property;
      text += `${text === '' ? '' : '.'}${step.name}`;
    } else if (schema.properties.size === 0 && typeof additional === 'object' && step.quoted) {
      schema = additional;
      text += `[${step.name}]`;
    } else return { ok: false, reason: 'does not refer to a valid field' };
    names.push(step.name);
    rest = rest.slice(step.length);
  }
  return names.length === 0 ? { ok: false, reason: 'unexpected end of JSON path' } : { ok: true, text, names, schema };
}

function nextStep(
  rest: string,
  allowBrackets: boolean,
): { name: string; quoted: boolean; length: number } | { reason: string } {
  if (rest.startsWith('[')) {
    if (!allowBrackets) return { reason: 'array notation is not allowed' };
    const match = /^\['((?:[^'\\]|\\.)*)'\]/s.exec(rest);
    if (match === null) return { reason: `expected single quoted string but got ${rest.slice(1, 50)}` };
    const unknown = /\\([^abfnrtv'\\])/.exec(match[1]!);
    if (unknown !== null) return { reason: `invalid string literal: invalid escape char ${unknown[0]}` };
    const name = match[1]!.replace(/\\(.)/gs, (_, char: string) => UNESCAPED[char] ?? char);
    return { name, quoted: true, length: match[0].length };
  }
  const match = /^\.([^.[\]]+)/.exec(rest);
  if (match === null)
    return { reason: rest === '.' ? 'unexpected end of JSON path' : `expected [ or . but got: ${rest[0]}` };
  return { name: match[1]!, quoted: false, length: match[0].length };
}
