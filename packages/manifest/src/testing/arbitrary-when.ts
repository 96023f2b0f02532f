import * as fc from 'fast-check';
import {
  WHEN_FUNCTIONS,
  WHEN_NAMES,
  WHEN_OPERATORS,
  type WhenArgument,
  type WhenFunction,
  type WhenNode,
  type WhenOperand,
} from '../when/syntax.ts';

/** Expression trees as the parser makes them: no `and` directly inside an `and`, two or more operands each. */
export function arbitraryWhen(): fc.Arbitrary<WhenNode> {
  return fc.letrec<{ node: WhenNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      operand,
      fc.record({ kind: fc.constant('not' as const), operand: tie('node') }),
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((nodes) => joined('and', nodes)),
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((nodes) => joined('or', nodes)),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom(...WHEN_OPERATORS),
        left: operand,
        right: operand,
      }),
    ),
  })).node;
}

const argument: fc.Arbitrary<WhenArgument> = fc.oneof(
  fc.record({
    kind: fc.constant('literal' as const),
    value: fc.oneof(
      fc.string({ maxLength: 8 }).filter((text) => ![...text].some((character) => character < ' ')),
      fc.integer({ min: -1000, max: 1000 }),
      fc.boolean(),
    ),
  }),
  fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom(...WHEN_NAMES) }),
);

const operand: fc.Arbitrary<WhenOperand> = fc.oneof(
  argument,
  fc
    .constantFrom(...(Object.keys(WHEN_FUNCTIONS) as WhenFunction[]))
    .chain((name) =>
      fc
        .array(argument, { minLength: WHEN_FUNCTIONS[name], maxLength: WHEN_FUNCTIONS[name] })
        .map((args) => ({ kind: 'call' as const, name, arguments: args })),
    ),
);

function joined(kind: 'and' | 'or', nodes: WhenNode[]): WhenNode {
  return { kind, operands: nodes.flatMap((node) => (node.kind === kind ? node.operands : [node])) };
}
