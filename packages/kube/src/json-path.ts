/**
 * The dialect of JSONPath that Kubernetes uses in printer columns, selectable fields and `kubectl -o jsonpath`, without
 * the text and `range` of templates. Source: k8s.io/client-go/util/jsonpath.
 */
import { type Filter, parseFilter, passes } from './json-path-filter.ts';

/** The text is no path. */
export class JsonPathError extends Error {
  override name = 'JsonPathError';
}

export type Step =
  | { kind: 'field'; names: readonly string[] }
  | { kind: 'slice'; start: number | undefined; end: number | undefined; step: number }
  | { kind: 'index'; index: number }
  | { kind: 'wildcard' }
  | { kind: 'recursive' }
  | { kind: 'filter'; filter: Filter };

export interface JsonPath {
  readonly steps: readonly Step[];
  /** What the path leads to, in the order of the document. Nothing when it leads nowhere. */
  find(value: unknown): unknown[];
}

const LONGEST = 4_096;
/** Values that a path may look at in all. `..` over and over would multiply them; what is found by then is returned. */
const MOST_VALUES = 100_000;
const DEEPEST_FILTER = 8;

/**
 * `.spec.replicas`, `.metadata.labels['a.b']`, `.metadata.labels.a\.b`, `.items[0]`, `[-1]`, `[0:2]`, `[*]`, `..name`,
 * `.status.conditions[?(@.type=="Ready")].status`. A leading `$` and braces around all of it may be there.
 *
 * @throws JsonPathError
 */
export function parseJsonPath(text: string, depth = 0): JsonPath {
  if (text.length > LONGEST) throw new JsonPathError(`a JSONPath has at most ${LONGEST} characters`);
  if (depth > DEEPEST_FILTER) throw new JsonPathError('filters are nested too deeply');
  const steps = new Parser(withoutBraces(text), depth).parse();
  return {
    steps,
    find(value) {
      const budget = { left: MOST_VALUES };
      return steps.reduce<unknown[]>((found, step) => apply(step, found, budget), [value]);
    },
  };
}

function withoutBraces(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed.slice(1, -1).trim() : trimmed;
}

class Parser {
  readonly #text: string;
  readonly #depth: number;
  readonly #steps: Step[] = [];
  #at = 0;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  parse(): Step[] {
    if (this.#text[0] === '$' || this.#text[0] === '@') this.#at++;
    while (this.#at < this.#text.length) {
      const start = this.#text[this.#at];
      if (start === '.') this.#dot();
      else if (start === '[') this.#bracket();
      else if (this.#at === 0) this.#name();
      else throw new JsonPathError(`unexpected ${JSON.stringify(start)} at ${this.#at} in ${this.#text}`);
    }
    return this.#steps;
  }

  #dot(): void {
    this.#at++;
    if (this.#text[this.#at] === '.') {
      this.#steps.push({ kind: 'recursive' });
      this.#at++;
    }
    const next = this.#text[this.#at];
    if (next === '*') {
      this.#steps.push({ kind: 'wildcard' });
      this.#at++;
    } else if (next !== undefined && next !== '[' && next !== '.') this.#name();
  }

  #name(): void {
    let name = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === '.' || char === '[') break;
      if (char === '\\') {
        this.#at++;
        name += this.#text[this.#at] ?? '';
      } else name += char;
    }
    this.#steps.push({ kind: 'field', names: [name] });
  }

  #bracket(): void {
    const end = closing(this.#text, this.#at);
    const inner = this.#text.slice(this.#at + 1, end).trim();
    this.#at = end + 1;
    this.#steps.push(this.#bracketStep(inner));
  }

  #bracketStep(inner: string): Step {
    if (inner === '*') return { kind: 'wildcard' };
    if (inner.startsWith('?(') && inner.endsWith(')')) {
      return { kind: 'filter', filter: parseFilter(inner.slice(2, -1), this.#depth + 1) };
    }
    if (/^['"]/.test(inner)) return { kind: 'field', names: quotedNames(inner) };
    if (/^-?\d+$/.test(inner)) return { kind: 'index', index: Number(inner) };
    const slice = /^(-?\d+)?:(-?\d+)?(?::(\d+))?$/.exec(inner);
    if (slice === null) throw new JsonPathError(`invalid array index ${inner}`);
    const [, start, stop, step] = slice;
    if (step !== undefined && Number(step) === 0) throw new JsonPathError('step must be > 0');
    return { kind: 'slice', start: optional(start), end: optional(stop), step: Number(step ?? 1) };
  }
}

const optional = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** Index of the bracket that closes the one at the position; brackets in quotes do not count. */
function closing(text: string, open: number): number {
  let nesting = 0;
  let quote = '';
  for (let i = open; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') nesting++;
    else if (char === ']' && --nesting === 0) return i;
  }
  throw new JsonPathError('unterminated array');
}

function quotedNames(inner: string): string[] {
  const names: string[] = [];
  let rest = inner;
  while (rest !== '') {
    const match = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(?:,\s*|$)/s.exec(rest);
    if (match === null) throw new JsonPathError(`invalid array index ${inner}`);
    names.push((match[1] ?? match[2] ?? '').replace(/\\(.)/gs, '$1'));
    rest = rest.slice(match[0].length);
  }
  return names;
}

interface Budget {
  left: number;
}

function apply(step: Step, values: readonly unknown[], budget: Budget): unknown[] {
  const found: unknown[] = [];
  const add = (value: unknown) => {
    if (budget.left-- > 0) found.push(value);
  };
  for (const value of values) {
    if (budget.left <= 0) break;
    if (step.kind === 'recursive') descend(value, add, budget);
    else select(step, value, add);
  }
  return found;
}

type Add = (value: unknown) => void;

function select(step: Exclude<Step, { kind: 'recursive' }>, value: unknown, add: Add): void {
  if (step.kind === 'field') {
    if (!isRecord(value)) return;
    for (const name of step.names) if (Object.hasOwn(value, name)) add(value[name]);
  } else if (step.kind === 'wildcard') children(value).forEach(add);
  else if (step.kind === 'filter') {
    if (Array.isArray(value)) for (const item of value) if (passes(step.filter, item)) add(item);
  } else if (!Array.isArray(value)) return;
  else if (step.kind === 'index') {
    const index = step.index < 0 ? value.length + step.index : step.index;
    if (index >= 0 && index < value.length) add(value[index]);
  } else {
    const within = (index: number) => Math.min(Math.max(index < 0 ? value.length + index : index, 0), value.length);
    const end = within(step.end ?? value.length);
    for (let i = within(step.start ?? 0); i < end; i += step.step) add(value[i]);
  }
}

/** The value and everything in it, parents first. A stack of its own, since documents may be deep. */
function descend(value: unknown, add: Add, budget: Budget): void {
  const waiting = [value];
  while (waiting.length > 0 && budget.left > 0) {
    const next = waiting.pop();
    add(next);
    for (const child of children(next).reverse()) waiting.push(child);
  }
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return [...value];
  return isRecord(value) ? Object.values(value) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
