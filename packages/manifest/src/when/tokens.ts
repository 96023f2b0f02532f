import { WHEN_MAX_LENGTH, type WhenValue } from './syntax.ts';

export type Token =
  | { kind: 'literal'; value: WhenValue; position: number }
  | { kind: 'name'; text: string; position: number }
  | { kind: 'symbol'; text: string; position: number }
  | { kind: 'end'; position: number };

/** Thrown inside the parser alone; `parseWhen` turns it into a value. */
export class WhenSyntaxError extends Error {
  readonly position: number;
  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

const SYMBOLS = ['&&', '||', '==', '!=', '<=', '>=', '<', '>', '!', '(', ')', ','];

export function tokenize(text: string): Token[] {
  if (text.length > WHEN_MAX_LENGTH) {
    throw new WhenSyntaxError(WHEN_MAX_LENGTH, `longer than ${WHEN_MAX_LENGTH} characters`);
  }
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text[position]!;
    if (character === ' ' || character === '\t' || character === '\n' || character === '\r') {
      position += 1;
      continue;
    }
    const { token, end } = readToken(text, position, character);
    tokens.push(token);
    position = end;
  }
  tokens.push({ kind: 'end', position: text.length });
  return tokens;
}

function readToken(text: string, position: number, character: string): { token: Token; end: number } {
  if (character === "'" || character === '"') return readString(text, position, character);

  const rest = text.slice(position, position + 64);
  const number = /^-?\d{1,15}(?:\.\d{1,15})?(?![\w.])/.exec(rest)?.[0];
  if (number !== undefined) {
    return { token: { kind: 'literal', value: Number(number), position }, end: position + number.length };
  }
  const word = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (word === 'true' || word === 'false') {
    return { token: { kind: 'literal', value: word === 'true', position }, end: position + word.length };
  }
  if (word !== undefined) return { token: { kind: 'name', text: word, position }, end: position + word.length };

  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, position));
  if (symbol === undefined) throw new WhenSyntaxError(position, `unexpected ${JSON.stringify(character)}`);
  return { token: { kind: 'symbol', text: symbol, position }, end: position + symbol.length };
}

/** A backslash stands before a quote or another backslash, and nowhere else. */
function readString(text: string, start: number, quote: string): { token: Token; end: number } {
  let value = '';
  for (let position = start + 1; position < text.length; position += 1) {
    const character = text[position]!;
    if (character === quote) return { token: { kind: 'literal', value, position: start }, end: position + 1 };
    if (character < ' ') throw new WhenSyntaxError(position, 'control character inside a string');
    if (character === '\\') {
      position += 1;
      const escaped = text[position];
      if (escaped !== quote && escaped !== '\\' && escaped !== "'" && escaped !== '"') {
        throw new WhenSyntaxError(position - 1, 'a backslash may stand before a quote or a backslash only');
      }
      value += escaped;
    } else {
      value += character;
    }
  }
  throw new WhenSyntaxError(start, 'string without an end');
}
