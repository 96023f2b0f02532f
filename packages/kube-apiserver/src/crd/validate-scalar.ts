/** Checks of a value by itself, in the sentences of k8s.io/kube-openapi/pkg/validation. */
import { type Pattern, PatternError } from '../regex/pattern.ts';
import { type FieldError, invalidValue, notSupported, typeInvalid } from '../validation/field-error.ts';
import { isKnownFormat, stringFormat } from './formats.ts';
import { canonicalJson } from './json.ts';
import { acceptedTypes, type StructuralSchema } from './structural-schema.ts';

/** What came of holding a value against a schema. */
export interface Result {
  errors: FieldError[];
  /** How much was right: of several alternatives, the errors of the one that fits best are told. */
  matches: number;
}

export const inBody = (path: string) => `${path} in body`;

/** What Kubernetes tells without saying where. */
export const unplaced = (detail: string) => invalidValue('<nil>', '', detail);

export function checkType(schema: StructuralSchema, value: unknown, path: string, result: Result): void {
  const types = acceptedTypes(schema);
  const format = isKnownFormat(schema.type, schema.format) ? schema.format : '';
  if (types.length === 0 && format === '') return;
  const fail = (expected: string, found: string) =>
    result.errors.push(
      typeInvalid(path, found, `${inBody(path)} must be of type ${expected}: ${JSON.stringify(found)}`),
    );
  const type = jsonType(value);
  if (type === 'null') {
    if (types.length > 0 && !schema.nullable) fail(types.join(','), 'null');
    else result.matches++;
    return;
  }
  if (types.length === 0) return;
  const isMatch =
    types.includes(type) ||
    (type === 'number' && types.includes('integer') && Number.isInteger(value)) ||
    (type === 'integer' && types.includes('number'));
  if (isMatch) result.matches++;
  else if (format !== '' && type !== 'string' && type !== 'array') fail(format, FORMATS_OF_GO[type] ?? '');
  else if (format === '' || types.some((name) => name === 'number' || name === 'integer')) fail(types.join(','), type);
}

/** The formats that a value has by itself, as far as messages name them. */
const FORMATS_OF_GO: Readonly<Record<string, string>> = { integer: 'int64', number: 'double' };

function jsonType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

export function checkString(schema: StructuralSchema, value: string, path: string, { errors }: Result): void {
  const { minLength, maxLength, pattern, format, type } = schema;
  // Characters count, not the two halves of some.
  const length = minLength === undefined && maxLength === undefined ? 0 : characters(value);
  if (maxLength !== undefined && length > maxLength) {
    errors.push({
      reason: 'FieldValueTooLong',
      field: path,
      message: `Too long: may not be more than ${maxLength} bytes`,
    });
  }
  if (minLength !== undefined && length < minLength) {
    errors.push(invalidValue(path, value, `${inBody(path)} should be at least ${minLength} chars long`));
  }
  if (pattern !== undefined && !matches(pattern, value)) {
    errors.push(invalidValue(path, value, `${inBody(path)} should match '${pattern.source}'`));
  }
  if (format !== '' && isKnownFormat(type, format) && stringFormat(format)?.(value) === false) {
    errors.push(typeInvalid(path, value, `${inBody(path)} must be of type ${format}: ${JSON.stringify(value)}`));
  }
}

/** A text too long to be matched does not match. */
function matches(pattern: Pattern, value: string): boolean {
  try {
    return pattern.matches(value);
  } catch (error) {
    if (error instanceof PatternError) return false;
    throw error;
  }
}

function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
}

export function checkNumber(schema: StructuralSchema, value: number, path: string, { errors }: Result): void {
  const { minimum, maximum, multipleOf, format, type } = schema;
  const fail = (detail: string) => errors.push(invalidValue(path, value, `${inBody(path)} ${detail}`));
  if (type === 'integer' && format === 'int32' && (value > 2_147_483_647 || value < -2_147_483_648)) {
    errors.push(unplaced(`Checked value must be of type integer with format int32 in ${path}`));
  }
  if (multipleOf !== undefined && multipleOf > 0 && !isMultiple(value, multipleOf)) {
    fail(`should be a multiple of ${multipleOf}`);
  }
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    fail(`should be less than ${schema.exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
  }
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    fail(`should be greater than ${schema.exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
  }
}

function isMultiple(value: number, factor: number): boolean {
  if (factor < 1) {
    const inverse = 1 / factor;
    return Number.isInteger(Number((value * inverse).toPrecision(15)));
  }
  return Number.isInteger(value / factor);
}

export function checkEnum(schema: StructuralSchema, value: unknown, path: string, result: Result): void {
  if (schema.enum === undefined) return;
  const { scalars, compounds, values } = schema.enum;
  const isListed =
    typeof value === 'object' && value !== null ? compounds.has(canonicalJson(value)) : scalars.has(value);
  if (isListed) result.matches++;
  else result.errors.push(notSupported(path, value, listed(values)));
}

/** Values that a message lists. */
const MOST_LISTED = 200;

function listed(values: readonly unknown[]): string[] {
  const texts = values.slice(0, MOST_LISTED).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  return values.length > MOST_LISTED ? [...texts, '…'] : texts;
}
