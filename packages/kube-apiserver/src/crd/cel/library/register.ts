import type { Environment } from '@marcbachmann/cel-js';

/** Handlers get values of the types that the signature names. */
type Handler = (...values: never[]) => unknown;

/** Registers functions by their signatures, such as `string.reverse(): string`. None of them waits. */
export function register(environment: Environment, functions: Readonly<Record<string, Handler>>): void {
  for (const [signature, handler] of Object.entries(functions)) {
    environment.registerFunction(signature, handler as (...values: unknown[]) => unknown, { async: false });
  }
}

/** A name before a dot that is no value, as in `sets.contains(…)`. */
export function registerNamespace(environment: Environment, name: string, type: string): void {
  const Namespace = class {};
  environment.registerType(type, Namespace);
  environment.registerConstant(name, type, new Namespace());
}
