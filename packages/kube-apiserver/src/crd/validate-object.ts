/** Values against schemas, in the sentences of k8s.io/kube-openapi/pkg/validation. */
import { isObject } from '../json/json-value.ts';
import { type FieldError, invalidValue, required, tooMany } from '../validation/field-error.ts';
import { Correlation } from './correlation.ts';
import { canonicalJson } from './json.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';
import { checkEnum, checkNumber, checkString, checkType, inBody, type Result, unplaced } from './validate-scalar.ts';

/** Errors told of one object. */
const MOST_ERRORS = 500;
/** Values looked at, counted once for each schema they are held against. */
const MOST_STEPS = 2_000_000;
/** Work of patterns that counts as one step. */
const WORK_OF_STEP = 50;

export interface ValidateOptions {
  /** Path of the value. Default: the root. */
  readonly path?: string;
  /** State before an update: values that did not change since are tolerated. */
  readonly old?: unknown;
}

/** Everything that is wrong with the value. Rules are not evaluated here. */
export function validateValue(schema: StructuralSchema, value: unknown, options: ValidateOptions = {}): FieldError[] {
  const { path = '', old } = options;
  const correlation = old === undefined ? undefined : new Correlation(value, old, schema, true);
  try {
    return new Validator().validate(schema, value, path, correlation).errors;
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return [invalidValue(path || '<nil>', '', 'the object is too large to be validated')];
  }
}

/** Unwinds from wherever the limit is reached: a result in between could pass for valid. */
class TooMuch extends Error {
  override name = 'TooMuch';
}

class Validator {
  #steps = 0;

  validate(schema: StructuralSchema, value: unknown, path: string, correlation: Correlation | undefined): Result {
    if (this.#steps++ >= MOST_STEPS) throw new TooMuch();
    const result: Result = { errors: [], matches: 0 };
    this.#check(schema, value, path, correlation, result);
    if (result.errors.length > MOST_ERRORS) result.errors.length = MOST_ERRORS;
    if (result.errors.length > 0 && correlation?.isUnchanged) result.errors = [];
    return result;
  }

  #check(
    schema: StructuralSchema,
    value: unknown,
    path: string,
    correlation: Correlation | undefined,
    result: Result,
  ): void {
    checkType(schema, value, path, result);
    if (value !== null) {
      this.#combinations(schema, value, path, result);
      if (typeof value === 'string') {
        this.#steps += (schema.pattern?.cost(value) ?? 0) / WORK_OF_STEP;
        checkString(schema, value, path, result);
      }
      if (typeof value === 'number') checkNumber(schema, value, path, result);
      if (Array.isArray(value)) this.#array(schema, value, path, correlation, result);
    }
    checkEnum(schema, value, path, result);
    if (isObject(value)) this.#object(schema, value, path, correlation, result);
  }

  #array(
    schema: StructuralSchema,
    value: readonly unknown[],
    path: string,
    correlation: Correlation | undefined,
    { errors }: Result,
  ): void {
    const { items, minItems, maxItems } = schema;
    if (items !== undefined) {
      for (const [i, item] of value.entries()) {
        if (errors.length >= MOST_ERRORS) break;
        errors.push(...this.validate(items, item, `${path}[${i}]`, correlation?.index(i)).errors);
      }
    }
    if (minItems !== undefined && value.length < minItems) {
      errors.push(invalidValue(path, value.length, `${inBody(path)} should have at least ${minItems} items`));
    }
    if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
    if (schema.uniqueItems && new Set(value.map(canonicalJson)).size < value.length) {
      errors.push(invalidValue(path, '', `${inBody(path)} shouldn't contain duplicates`));
    }
  }

  #object(
    schema: StructuralSchema,
    value: Record<string, unknown>,
    path: string,
    correlation: Correlation | undefined,
    result: Result,
  ): void {
    const { errors } = result;
    const names = Object.keys(value);
    const { minProperties, maxProperties } = schema;
    if (minProperties !== undefined && names.length < minProperties) {
      errors.push(invalidValue(path, names.length, `${inBody(path)} should have at least ${minProperties} properties`));
    }
    if (maxProperties !== undefined && names.length > maxProperties) {
      errors.push(tooMany(path, names.length, maxProperties));
    }
    for (const name of names) {
      if (errors.length >= MOST_ERRORS) return;
      const below = schemaOfKey(schema, name);
      if (below === undefined) {
        if (schema.additionalProperties === false) {
          errors.push(invalidValue(path, name, `${path}.${name} in body is a forbidden property`));
        }
        continue;
      }
      const found = this.validate(below, value[name], join(path, name), correlation?.key(name));
      errors.push(...found.errors);
      result.matches += found.matches;
    }
    for (const name of schema.required) {
      if (Object.hasOwn(value, name)) result.matches++;
      else errors.push(required(join(path, name)));
    }
  }

  /** `anyOf`, `oneOf`, `allOf` and `not`. Their errors about the whole carry no path, as in Kubernetes. */
  #combinations(schema: StructuralSchema, value: unknown, path: string, result: Result): void {
    const { anyOf, oneOf, allOf, not } = schema;
    const named = JSON.stringify(path);
    if (anyOf.length > 0) {
      const best = this.#best(anyOf, value, path, true);
      if (best.valid === 0) result.errors.push(unplaced(`${named} must validate at least one schema (anyOf)`));
      merge(result, best.result);
    }
    if (oneOf.length > 0) {
      const best = this.#best(oneOf, value, path, false);
      const found = best.valid === 0 ? 'Found none valid' : `Found ${best.valid} valid alternatives`;
      if (best.valid !== 1) {
        result.errors.push(unplaced(`${named} must validate one and only one schema (oneOf). ${found}`));
      }
      if (best.valid <= 1) merge(result, best.result);
    }
    let valid = 0;
    for (const part of allOf) {
      const found = this.validate(part, value, path, undefined);
      if (found.errors.length === 0) valid++;
      merge(result, found);
    }
    if (valid < allOf.length) {
      const none = valid === 0 ? '. None validated' : '';
      result.errors.push(unplaced(`${named} must validate all the schemas (allOf)${none}`));
    }
    if (not !== undefined && this.validate(not, value, path, undefined).errors.length === 0) {
      result.errors.push(unplaced(`${named} must not validate the schema (not)`));
    }
  }

  #best(schemas: readonly StructuralSchema[], value: unknown, path: string, oneIsEnough: boolean) {
    let valid = 0;
    let result: Result | undefined;
    for (const schema of schemas) {
      const found = this.validate(schema, value, path, undefined);
      if (found.errors.length === 0) {
        if (valid++ === 0) result = found;
        if (oneIsEnough) break;
      } else if (valid === 0 && (result === undefined || found.matches > result.matches)) result = found;
    }
    return { valid, result: result ?? { errors: [], matches: 0 } };
  }
}

function merge(into: Result, { errors, matches }: Result): void {
  into.errors.push(...errors);
  into.matches += matches;
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
