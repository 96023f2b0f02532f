/** Field selectors: `metadata.name=x,status.phase!=Running`. Source: k8s.io/apimachinery/pkg/fields. */
import { SelectorError } from './label-selector.ts';

export interface FieldRequirement {
  field: string;
  equal: boolean;
  value: string;
}

/** All requirements have to hold; none matches everything. */
export type FieldSelector = readonly FieldRequirement[];

/** @throws SelectorError */
export function parseFieldSelector(text: string): FieldSelector {
  return splitTerms(text)
    .filter((term) => term !== '')
    .map(parseTerm);
}

/** @param fields every selectable field of the object; an absent one counts as empty */
export function matchesFields(selector: FieldSelector, fields: Readonly<Record<string, string>>): boolean {
  return selector.every(({ field, equal, value }) => {
    const actual = Object.hasOwn(fields, field) ? fields[field] : '';
    return (actual === value) === equal;
  });
}

/** The query form of a selector; parsing it again gives an equal selector. */
export function formatFieldSelector(selector: FieldSelector): string {
  return selector
    .map(({ field, equal, value }) => `${field}${equal ? '=' : '!='}${value.replace(/[\\,=]/g, '\\$&')}`)
    .join(',');
}

function parseTerm(term: string): FieldRequirement {
  const match = /^((?:[^=!\\]|\\.)*?)(!=|==|=)(.*)$/s.exec(term);
  if (match === null) throw new SelectorError(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, field, operator, value] = match;
  return { field: field!.trim(), equal: operator !== '!=', value: unescapeValue(value!, term) };
}

function unescapeValue(value: string, term: string): string {
  if (/(?:^|[^\\])(?:\\\\)*=/.test(value)) {
    throw new SelectorError(`invalid selector: '${term}'; can't understand '${term}'`);
  }
  return value.replace(/\\(.)/g, '$1');
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === ',') {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}
