/** Rules of a schema (`x-kubernetes-validations`), compiled once. Source: k8s.io/apiextensions-apiserver, schema/cel. */
import { type FieldError, invalidValue } from '../../validation/field-error.ts';
import { followFieldPath } from '../field-path.ts';
import type { StructuralSchema, ValidationRule } from '../structural-schema.ts';
import { Declarations } from './declarations.ts';
import { CompileError, compileExpression, type Expression } from './expression.ts';
import { ruleEnvironment } from './library/environment.ts';
import type { ValueType } from './values.ts';

export interface CompiledRule {
  readonly source: ValidationRule;
  /** Absent when the rule does not compile, which `error` then tells. */
  readonly expression: Expression | undefined;
  readonly error: string;
  readonly messageExpression: Expression | undefined;
  readonly usesOldSelf: boolean;
  /** Where its error is, below the value; empty: the value itself. */
  readonly fieldPath: string;
}

/** The parts of a schema that have rules, or lead to some. */
export interface RuleTree {
  readonly type: string;
  /** How the value becomes `self`. */
  readonly value: ValueType;
  readonly rules: readonly CompiledRule[];
  readonly properties: ReadonlyMap<string, RuleTree>;
  readonly additionalProperties: RuleTree | undefined;
  readonly items: RuleTree | undefined;
}

export interface CompiledRules {
  /** Absent: there are no rules. */
  readonly tree: RuleTree | undefined;
  readonly errors: readonly FieldError[];
}

/** @param path of the schema, such as `spec.validation.openAPIV3Schema` */
export function compileRules(schema: StructuralSchema, path: string): CompiledRules {
  const errors: FieldError[] = [];
  const tree = visit(schema, { path, isResource: true, uncorrelatable: undefined }, errors);
  return { tree, errors };
}

interface Place {
  readonly path: string;
  readonly isResource: boolean;
  /** Outermost schema below which old and new values can't be told to belong together. */
  readonly uncorrelatable: string | undefined;
}

function visit(schema: StructuralSchema, place: Place, errors: FieldError[]): RuleTree | undefined {
  const { path, uncorrelatable } = place;
  const inMap = schema.mapType === 'atomic' ? (uncorrelatable ?? path) : uncorrelatable;
  const inList = schema.listType === 'map' ? uncorrelatable : (uncorrelatable ?? path);
  const properties = new Map<string, RuleTree>();
  for (const [name, property] of schema.properties) {
    const below = { path: `${path}.properties[${name}]`, isResource: false, uncorrelatable: inMap };
    const found = visit(property, below, errors);
    if (found !== undefined) properties.set(name, found);
  }
  const child = (below: StructuralSchema | boolean | undefined, step: string, lost: string | undefined) =>
    typeof below === 'object'
      ? visit(below, { path: `${path}.${step}`, isResource: false, uncorrelatable: lost }, errors)
      : undefined;
  const additionalProperties = child(schema.additionalProperties, 'additionalProperties', inMap);
  const items = child(schema.items, 'items', inList);
  const own = schema.rules.length === 0 ? NO_RULES : compileOwn(schema, place, errors);
  if (own.rules.length + properties.size === 0 && additionalProperties === undefined && items === undefined) {
    return undefined;
  }
  return { type: schema.type, ...own, properties, additionalProperties, items };
}

const NO_RULES = { value: { kind: 'plain' } as ValueType, rules: [] as readonly CompiledRule[] };

function compileOwn(schema: StructuralSchema, place: Place, errors: FieldError[]) {
  const words = new Set<string>();
  for (const { rule, messageExpression } of schema.rules) {
    for (const word of `${rule} ${messageExpression}`.match(/[A-Za-z_]\w*/g) ?? []) words.add(word);
  }
  const environment = ruleEnvironment();
  const self = new Declarations(environment, words).declare({ ...schema, nullable: false }, place.isResource);
  environment.registerVariable('self', self.name);
  // Cloning ends registration in what is cloned.
  const [plain, optional] = [environment.clone(), environment.clone()];
  plain.registerVariable('oldSelf', self.name);
  optional.registerVariable('oldSelf', `optional<${self.name}>`);
  const rules = schema.rules.map((rule, i) => {
    const at = `${place.path}.x-kubernetes-validations[${i}]`;
    const scope = rule.optionalOldSelf ? optional : plain;
    const fail = (field: string, value: unknown, detail: string) =>
      errors.push(invalidValue(`${at}.${field}`, value, detail));
    const { expression, error } = attempt(() => compile(scope, rule.rule, 'bool', ''));
    if (error !== '') fail('rule', rule.rule, error);
    const message = attempt(() =>
      rule.messageExpression.trim() === ''
        ? undefined
        : compile(scope, rule.messageExpression, 'string', 'messageExpression '),
    );
    if (message.error !== '') fail('messageExpression', rule.messageExpression, message.error);
    const usesOldSelf = expression?.variables.has('oldSelf') ?? false;
    if (usesOldSelf && place.uncorrelatable !== undefined) {
      const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelatable}`;
      fail('rule', rule.rule, detail);
    } else if (expression !== undefined && !usesOldSelf && rule.optionalOldSelf !== undefined) {
      fail('optionalOldSelf', rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule');
    }
    const found = rule.fieldPath === '' ? undefined : followFieldPath(rule.fieldPath.trim(), schema);
    return {
      source: rule,
      expression,
      error,
      messageExpression: message.expression,
      usesOldSelf,
      fieldPath: found?.ok ? found.text : '',
    };
  });
  return { value: self.value, rules };
}

function compile(
  scope: ReturnType<typeof ruleEnvironment>,
  text: string,
  type: 'bool' | 'string',
  what: '' | 'messageExpression ',
): Expression {
  let expression: Expression;
  try {
    expression = compileExpression(scope, text);
  } catch (error) {
    if (error instanceof CompileError) throw new CompileError(`${what}compilation failed: ${error.message}`);
    throw error;
  }
  if (expression.type === type || expression.type === 'dyn') return expression;
  throw new CompileError(
    what === '' ? 'cel expression must evaluate to a bool' : 'messageExpression must evaluate to a string',
  );
}

function attempt(run: () => Expression | undefined): { expression: Expression | undefined; error: string } {
  try {
    return { expression: run(), error: '' };
  } catch (error) {
    if (error instanceof CompileError) return { expression: undefined, error: error.message };
    throw error;
  }
}
