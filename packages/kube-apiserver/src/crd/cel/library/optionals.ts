import { type Environment, EvaluationError, Optional } from '@marcbachmann/cel-js';
import { register } from './register.ts';

/** What the library has not of CEL's optional values. */
export function registerOptionals(environment: Environment): void {
  register(environment, {
    'OptionalNamespace.ofNonZeroValue(A): optional<A>': (_: unknown, value: unknown) =>
      isZero(value) ? Optional.none() : Optional.of(value),
    'optional.optMap(ast, ast): optional<dyn>': mapMacro(true),
    'optional.optFlatMap(ast, ast): optional<dyn>': mapMacro(false),
  });
}

function isZero(value: unknown): boolean {
  if (value === null || value === '' || value === false || value === 0 || value === 0n) return true;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  return value instanceof Map && value.size === 0;
}

interface Context {
  forkWithVariable(name: string, type: unknown): Context;
  reuse(parent: Context): Context;
  setIterValue(value: unknown, evaluator: unknown): Context;
}

interface Macro {
  receiver: unknown;
  name: string;
  body: unknown;
  inner: Context | undefined;
}

interface Checker {
  check(node: unknown, context: Context): { kind: string; valueType?: unknown };
  getType(name: string): unknown;
  registry: { getOptionalType(type: unknown): unknown };
}

interface Runner {
  run(node: unknown, context: Context): unknown;
}

/** `x.optMap(v, f(v))`, and `optFlatMap` whose function returns an optional itself. */
function mapMacro(wraps: boolean) {
  return ({ args, receiver }: { args: [{ op: string; args: string }, unknown]; receiver: unknown }) => {
    if (args[0].op !== 'id') throw new EvaluationError('optMap() variable name must be a simple identifier');
    return {
      receiver,
      name: args[0].args,
      body: args[1],
      inner: undefined,
      async: false,
      typeCheck(checker: Checker, macro: Macro, context: Context) {
        const from = checker.check(macro.receiver, context);
        const inside = from.kind === 'optional' ? from.valueType : checker.getType('dyn');
        macro.inner = context.forkWithVariable(macro.name, inside);
        const result = checker.check(macro.body, macro.inner);
        return wraps ? checker.registry.getOptionalType(result) : result;
      },
      evaluate(runner: Runner, macro: Macro, context: Context) {
        const value = runner.run(macro.receiver, context);
        if (!(value instanceof Optional)) throw new EvaluationError('no such overload');
        if (!value.hasValue() || macro.inner === undefined) return Optional.none();
        const result = runner.run(macro.body, macro.inner.reuse(context).setIterValue(value.value(), runner));
        return wraps ? Optional.of(result) : result;
      },
    };
  };
}
