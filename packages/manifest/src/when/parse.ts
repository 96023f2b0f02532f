import {
  WHEN_FUNCTIONS,
  WHEN_MAX_DEPTH,
  WHEN_NAMES,
  WHEN_OPERATORS,
  type WhenArgument,
  type WhenFunction,
  type WhenName,
  type WhenNode,
  type WhenOperand,
  type WhenOperator,
  type WhenParse,
} from './syntax.ts';
import { type Token, tokenize, WhenSyntaxError } from './tokens.ts';

/** Reads a `when` expression. Never throws: what is wrong comes back with its position. */
export function parseWhen(text: string): WhenParse {
  try {
    return { ok: true, expression: new Parser(tokenize(text)).parse() };
  } catch (error) {
    if (error instanceof WhenSyntaxError) return { ok: false, position: error.position, message: error.message };
    throw error;
  }
}

/** Recursive descent, one method per line of the grammar: or, and, unary, comparison, operand. */
class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  parse(): WhenNode {
    const expression = this.#or();
    if (this.#peek().kind !== 'end') this.#fail('expected an operator or the end');
    return expression;
  }

  #or(): WhenNode {
    return this.#chain('||', 'or', () => this.#and());
  }

  #and(): WhenNode {
    return this.#chain('&&', 'and', () => this.#unary());
  }

  #chain(symbol: string, kind: 'and' | 'or', operand: () => WhenNode): WhenNode {
    const operands = flatten(kind, operand());
    while (this.#take(symbol)) operands.push(...flatten(kind, operand()));
    return operands.length === 1 ? operands[0]! : { kind, operands };
  }

  #unary(): WhenNode {
    if (this.#take('!')) {
      const operand = this.#nested(() => this.#unary());
      if (this.#comparisonOperator()) this.#fail('write !(a == b): a negation cannot be compared');
      return { kind: 'not', operand };
    }
    if (this.#take('(')) {
      const inner = this.#nested(() => this.#or());
      if (!this.#take(')')) this.#fail('expected )');
      if (this.#comparisonOperator()) this.#fail('only names, calls and literals can be compared');
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): WhenNode {
    // Inside a negation `!a == b` is refused above, so the comparison may only follow a bare operand here.
    const negated = this.#previousIs('!');
    const left = this.#operand();
    if (negated) return left;
    const operator = this.#comparisonOperator();
    if (!operator) return left;
    this.#next += 1;
    return { kind: 'compare', operator, left, right: this.#operand() };
  }

  #operand(): WhenOperand {
    const token = this.#peek();
    if (token.kind === 'name' && this.#tokens[this.#next + 1]?.kind === 'symbol' && this.#symbolAfter() === '(') {
      return this.#call(token.text);
    }
    return this.#argument();
  }

  #call(name: string): WhenOperand {
    if (!Object.hasOwn(WHEN_FUNCTIONS, name)) {
      this.#fail(`unknown function ${name}; known are ${Object.keys(WHEN_FUNCTIONS).join(', ')}`);
    }
    this.#next += 2;
    const known = name as WhenFunction;
    const args: WhenArgument[] = [];
    while (args.length < WHEN_FUNCTIONS[known]) {
      if (args.length > 0 && !this.#take(',')) this.#fail(`${name} takes ${WHEN_FUNCTIONS[known]} arguments`);
      args.push(this.#argument());
    }
    if (!this.#take(')')) this.#fail(`expected ) after the ${WHEN_FUNCTIONS[known]} argument(s) of ${name}`);
    return { kind: 'call', name: known, arguments: args };
  }

  #argument(): WhenArgument {
    const token = this.#peek();
    if (token.kind === 'literal') {
      this.#next += 1;
      return { kind: 'literal', value: token.value };
    }
    if (token.kind !== 'name') this.#fail('expected a name, a call or a literal');
    if (!WHEN_NAMES.includes(token.text as WhenName)) {
      this.#fail(`unknown name ${token.text}; known are ${WHEN_NAMES.join(', ')}`);
    }
    this.#next += 1;
    return { kind: 'name', name: token.text as WhenName };
  }

  #nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > WHEN_MAX_DEPTH) this.#fail(`nested deeper than ${WHEN_MAX_DEPTH} levels`);
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  #comparisonOperator(): WhenOperator | undefined {
    const token = this.#peek();
    return token.kind === 'symbol' ? WHEN_OPERATORS.find((operator) => operator === token.text) : undefined;
  }

  #take(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#next += 1;
    return true;
  }

  #previousIs(symbol: string): boolean {
    const token = this.#tokens[this.#next - 1];
    return token?.kind === 'symbol' && token.text === symbol;
  }

  #symbolAfter(): string | undefined {
    const token = this.#tokens[this.#next + 1];
    return token?.kind === 'symbol' ? token.text : undefined;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #fail(message: string): never {
    throw new WhenSyntaxError(this.#peek().position, message);
  }
}

function flatten(kind: 'and' | 'or', node: WhenNode): WhenNode[] {
  return node.kind === kind ? [...node.operands] : [node];
}
