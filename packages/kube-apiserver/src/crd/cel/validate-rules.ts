/** Rules are evaluated on an object. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel, validation.go. */

import { Optional } from '@marcbachmann/cel-js';
import { isObject } from '../../json/json-value.ts';
import { duplicate, type FieldError, fieldForbidden, invalidValue, required } from '../../validation/field-error.ts';
import { Correlation } from '../correlation.ts';
import { childPath } from '../json.ts';
import type { StructuralSchema } from '../structural-schema.ts';
import type { CompiledRule, RuleTree } from './compile-rules.ts';
import { CALL_LIMIT, CostExceeded, metered, OBJECT_LIMIT } from './cost.ts';
import type { Expression } from './expression.ts';
import { toCel } from './values.ts';

export interface RuleResult {
  readonly errors: FieldError[];
  /** Rules that fail on what did not change stand in no way; they are told as warnings. */
  readonly warnings: string[];
}

/**
 * Evaluates all rules of an object that has been found valid otherwise.
 *
 * @param old state before an update, which transition rules compare with
 */
export function validateRules(
  tree: RuleTree,
  schema: StructuralSchema,
  object: unknown,
  old: unknown,
  path = '',
): RuleResult {
  const evaluation = new Evaluation();
  const correlation = old === undefined ? undefined : new Correlation(object, old, schema, true);
  evaluation.visit(tree, object, path, { correlation, isUnchanged: () => correlation?.isUnchanged ?? false });
  return evaluation;
}

interface Place {
  readonly correlation: Correlation | undefined;
  /** Whether the value, or the nearest one around it that can be compared, is as it was. */
  isUnchanged(): boolean;
}

class Evaluation implements RuleResult {
  readonly errors: FieldError[] = [];
  readonly warnings: string[] = [];
  #left = OBJECT_LIMIT;

  visit(tree: RuleTree, value: unknown, path: string, place: Place): void {
    if (value === null || value === undefined) return;
    if (tree.rules.length > 0 && this.#left > 0) this.#evaluate(tree, value, path, place);
    if (this.#left <= 0) return;
    if (Array.isArray(value)) {
      if (tree.items === undefined) return;
      for (const [i, item] of value.entries()) {
        this.visit(tree.items, item, `${path}[${i}]`, below(place, place.correlation?.index(i)));
      }
    } else if (isObject(value)) {
      for (const name of Object.keys(value)) {
        const property = tree.properties.get(name);
        const next = property ?? tree.additionalProperties;
        if (next === undefined) continue;
        const at = property === undefined ? `${path}[${name}]` : childPath(path, name);
        this.visit(next, value[name], at, below(place, place.correlation?.key(name)));
      }
    }
  }

  #evaluate(tree: RuleTree, value: unknown, path: string, place: Place): void {
    const old = place.correlation?.old ?? undefined;
    const values = this.#values(tree, value, old);
    for (const rule of tree.rules) {
      if (this.#left <= 0) return;
      if (rule.usesOldSelf && old === undefined && !rule.source.optionalOldSelf) continue;
      if (rule.expression === undefined) {
        this.errors.push(invalidValue(path, tree.type, `rule compile error: ${rule.error}`));
        continue;
      }
      const variables = rule.source.optionalOldSelf ? values.optional : values.plain;
      const outcome = this.#run(rule.expression, variables);
      if ('failure' in outcome) this.#fail(rule, outcome.failure, path, tree.type);
      else if (outcome.result !== true) this.#reject(rule, variables, tree.type, path, place);
    }
  }

  #values({ value: type }: RuleTree, value: unknown, old: unknown) {
    const { result, spent } = metered(CALL_LIMIT, () => {
      try {
        return { self: toCel(value, type), oldSelf: old === undefined ? undefined : toCel(old, type) };
      } catch (error) {
        if (error instanceof CostExceeded) return { self: undefined, oldSelf: undefined };
        throw error;
      }
    });
    this.#left -= spent;
    const { self, oldSelf } = result;
    return { plain: { self, oldSelf }, optional: { self, oldSelf: Optional.of(oldSelf) } };
  }

  #run(
    expression: Expression,
    variables: Readonly<Record<string, unknown>>,
  ): { result: unknown } | { failure: unknown } {
    const limit = Math.min(CALL_LIMIT, this.#left);
    const { result, spent } = metered(limit, () => {
      try {
        return { result: expression.evaluate(variables) };
      } catch (failure) {
        return { failure };
      }
    });
    this.#left -= spent;
    return result;
  }

  #fail(rule: CompiledRule, failure: unknown, path: string, type: string): void {
    const named = rule.source.message.trim() || rule.source.rule.trim();
    const message = failure instanceof Error ? failure.message : String(failure);
    if (failure instanceof CostExceeded) {
      const detail = `'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${named}`;
      this.errors.push(invalidValue(path, type, detail));
      this.#left = 0;
    } else if (/no such overload|no matching overload/.test(message)) {
      const detail = `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${named}`;
      this.errors.push(invalidValue(path, type, detail));
    } else this.errors.push(invalidValue(path, type, `${message} evaluating rule: ${named}`));
  }

  #reject(
    rule: CompiledRule,
    variables: Readonly<Record<string, unknown>>,
    type: string,
    path: string,
    place: Place,
  ): void {
    const detail = this.#messageOf(rule, variables);
    const at = rule.fieldPath === '' ? path : childPath(path, rule.fieldPath);
    const error = errorOf(rule.source.reason, at, type, detail);
    if (!rule.usesOldSelf && place.isUnchanged()) this.warnings.push(`${error.field}: ${error.message}`);
    else this.errors.push(error);
  }

  #messageOf(rule: CompiledRule, variables: Readonly<Record<string, unknown>>): string {
    const { message, rule: text } = rule.source;
    if (rule.messageExpression !== undefined) {
      const outcome = this.#run(rule.messageExpression, variables);
      const said = 'result' in outcome && typeof outcome.result === 'string' ? outcome.result.trim() : '';
      if (said !== '' && !/[\n\r]/.test(said) && said.length <= 5_120) return said;
    }
    return message.trim() || `failed rule: ${text.trim()}`;
  }
}

function below({ isUnchanged }: Place, correlation: Correlation | undefined): Place {
  return { correlation, isUnchanged: correlation === undefined ? isUnchanged : () => correlation.isUnchanged };
}

/** Values are not shown, which may be large; the name of their type stands for them. */
function errorOf(reason: string, path: string, type: string, detail: string): FieldError {
  switch (reason) {
    case 'FieldValueForbidden':
      return fieldForbidden(path, detail);
    case 'FieldValueRequired':
      return required(path, detail);
    case 'FieldValueDuplicate':
      return duplicate(path, type);
    default:
      return invalidValue(path, type, detail);
  }
}
