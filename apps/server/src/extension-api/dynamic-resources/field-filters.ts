import { type JsonPath, type KubeObject, parseJsonPath, SelectorError } from '@luban/kube';

export type FieldFilter = (object: KubeObject) => boolean;

/** Terms of one query; each looks at every object. */
const MOST = 20;

/**
 * `spec.size=3,status.phase!=Ready,metadata.name~WEB`: paths with `=`, `!=`, or `~` for a part of the text in any letters. All
 * have to hold. A comma or an operator in a value is written with a backslash.
 *
 * @throws SelectorError, or JsonPathError
 */
export function parseFieldFilters(text: string): FieldFilter[] {
  const terms = splitTerms(text).filter((term) => term.trim() !== '');
  if (terms.length > MOST) throw new SelectorError(`a fieldSelector has at most ${MOST} terms`);
  return terms.map(parseTerm);
}

function parseTerm(term: string): FieldFilter {
  const { at, operator } = operatorOf(term);
  const path = parseJsonPath(term.slice(0, at).trim());
  const wanted = term
    .slice(at + operator.length)
    .replace(/\\(.)/gs, '$1')
    .trim();
  if (operator === '!=') return (object) => !texts(path, object).includes(wanted);
  if (operator !== '~') return (object) => texts(path, object).includes(wanted);
  const part = wanted.toLowerCase();
  return (object) => texts(path, object).some((found) => found.toLowerCase().includes(part));
}

/** What is not there counts as an empty text. */
function texts(path: JsonPath, object: KubeObject): string[] {
  const found = path.find(object).map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  return found.length === 0 ? [''] : found;
}

/** The first operator that is no part of the path: not within brackets. */
function operatorOf(term: string): { at: number; operator: string } {
  let nesting = 0;
  for (let i = 0; i < term.length; i++) {
    const char = term[i]!;
    if (char === '\\') i++;
    else if (char === '[') nesting++;
    else if (char === ']') nesting--;
    else if (nesting === 0) {
      const operator = ['!=', '==', '=', '~'].find((candidate) => term.startsWith(candidate, i));
      if (operator !== undefined) return { at: i, operator };
    }
  }
  throw new SelectorError(`invalid selector: '${term}'; can't understand '${term}'`);
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  let nesting = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '[') nesting++;
    else if (char === ']') nesting--;
    else if (char === ',' && nesting <= 0) {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}
