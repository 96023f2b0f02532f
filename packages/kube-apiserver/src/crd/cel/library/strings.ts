import { type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { compilePattern, PatternError } from '../../../regex/pattern.ts';
import { charge, LARGEST } from '../cost.ts';
import { formatText } from './format-text.ts';
import { register, registerNamespace } from './register.ts';

/** Source: k8s.io/apiserver/pkg/cel/library/regex.go and cel-go's ext/strings.go. */
export function registerStrings(environment: Environment): void {
  registerNamespace(environment, 'strings', 'StringsNamespace');
  register(environment, {
    'string.matches__re2(string): bool': matches,
    'matches__re2(string, string): bool': matches,
    'string.find(string): string': (text: string, pattern: string) => attempt(text, pattern, (p) => p.find(text) ?? ''),
    'string.findAll(string): list<string>': (text: string, pattern: string) => findAll(text, pattern, -1n),
    'string.findAll(string, int): list<string>': findAll,
    'string.lowerAscii__only(): string': (text: string) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase()),
    'string.upperAscii__only(): string': (text: string) => text.replace(/[a-z]+/g, (part) => part.toUpperCase()),
    'string.charAt(int): string': charAt,
    'string.reverse(): string': (text: string) => [...text].reverse().join(''),
    'string.replace(string, string): string': (text: string, from: string, to: string) => replace(text, from, to, -1n),
    'string.replace(string, string, int): string': replace,
    'string.format(list<dyn>): string': formatText,
    'StringsNamespace.quote(string): string': (_: unknown, text: string) => quote(text),
  });
}

function attempt<T>(text: string, pattern: string, use: (pattern: ReturnType<typeof compilePattern>) => T): T {
  // Both count: the work is their product.
  charge((text.length * pattern.length) / 40);
  try {
    return use(compilePattern(pattern));
  } catch (error) {
    if (error instanceof PatternError) throw new EvaluationError(error.message);
    throw error;
  }
}

function matches(text: string, pattern: string): boolean {
  return attempt(text, pattern, (compiled) => compiled.matches(text));
}

function findAll(text: string, pattern: string, limit: bigint): string[] {
  const most = limit < 0n ? 100_000 : Math.min(Number(limit), 100_000);
  return attempt(text, pattern, (compiled) => compiled.findAll(text, most));
}

function charAt(text: string, index: bigint): string {
  const characters = [...text];
  const at = Number(index);
  if (at < 0 || at > characters.length) throw new EvaluationError(`index out of range: ${index}`);
  return characters[at] ?? '';
}

function replace(text: string, from: string, to: string, limit: bigint): string {
  const most = limit < 0n ? Number.POSITIVE_INFINITY : Number(limit);
  const parts = from === '' ? ['', ...text, ''] : text.split(from);
  const count = Math.min(parts.length - 1, most);
  if (text.length + count * to.length > LARGEST) throw new EvaluationError('result is too large');
  if (count >= parts.length - 1) return parts.join(to);
  const rest = parts.slice(count).join(from);
  return count === 0 ? rest : `${parts.slice(0, count).join(to)}${to}${rest}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

function quote(text: string): string {
  return `"${[...text].map((char) => ESCAPES[char] ?? char).join('')}"`;
}
