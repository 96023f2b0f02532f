import { Environment } from '@marcbachmann/cel-js';
import { registerFormats } from './formats.ts';
import { registerLists } from './lists.ts';
import { registerNetwork } from './network.ts';
import { registerOptionals } from './optionals.ts';
import { registerQuantities } from './quantities.ts';
import { registerSets } from './sets.ts';
import { registerStrings } from './strings.ts';
import { registerUrls } from './urls.ts';

let shared: Environment | undefined;

/**
 * The functions that rules may use, beside those of CEL itself. Returns a copy to declare variables and types in.
 * Source: k8s.io/apiserver/pkg/cel/library and github.com/google/cel-go/ext.
 */
export function ruleEnvironment(): Environment {
  shared ??= create();
  return shared.clone();
}

function create(): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 20_000, maxDepth: 100 },
  });
  registerStrings(environment);
  registerLists(environment);
  registerSets(environment);
  registerOptionals(environment);
  registerQuantities(environment);
  registerUrls(environment);
  registerNetwork(environment);
  registerFormats(environment);
  return environment;
}
