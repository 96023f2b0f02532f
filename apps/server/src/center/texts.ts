import type { Texts } from '@luban/manifest/center-api';
import { recordOf, textOf } from '../extension-api/json.ts';

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]{1,8}){0,3}$/i;
const LONGEST = 4_000;

/** Texts by language, of what anybody may have written. A text without a language is taken as English. */
export function localizedTexts(value: unknown): Texts {
  const plain = textOf(value);
  if (plain !== undefined) return { en: cut(plain) };
  const texts = Object.entries(recordOf(value)).flatMap(([language, text]) => {
    const found = LANGUAGE.test(language) ? textOf(text) : undefined;
    return found === undefined ? [] : [[language, cut(found)] as const];
  });
  return Object.fromEntries(texts.slice(0, 50));
}

/** A link that a page may show: `http`, `https` or `mailto`, and nothing that would run. */
export function linkOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && text.length <= 2_000 && /^(?:https?:\/\/|mailto:)/i.test(text) ? text : undefined;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
