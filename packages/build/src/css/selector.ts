/** The parts of one complex selector that matter for scoping. */
export interface SelectorParts {
  /** Everything before the last compound, its combinator included; empty when there is one compound. */
  context: string;
  /** The last compound: what is styled. */
  subject: string;
}

/** Splits `html.dark > .card:hover` into context `html.dark > ` and subject `.card:hover`. */
export function selectorParts(selector: string): SelectorParts {
  const text = selector.trim();
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (depth === 0 && /[\s>+~]/.test(char)) start = at + 1;
  }
  return { context: text.slice(0, start), subject: text.slice(start) };
}

/** Whether the selector styles the page's own elements, or every element, whatever stands around it. */
export function isGlobal(selector: string): boolean {
  const { context, subject } = selectorParts(selector);
  if (isPageElement(subject)) return true;
  const bare = `${context}${subject}`.replace(
    /::?(before|after|backdrop|marker|placeholder|file-selector-button)\b/g,
    '',
  );
  return /^[\s>+~*]*$/.test(bare);
}

/** `html`, `body` or `:root`, with or without conditions such as `:root[data-theme]`. */
export function isPageElement(compound: string): boolean {
  return /^(html|body)(?![\w-])/i.test(compound) || /:root(?![\w-])/i.test(compound.replace(/\([^)]*\)/g, ''));
}

/** `:root` as an extension may use it: its own scope, under the same conditions. Undefined for `html` and `body`. */
export function scopeForRoot(selector: string): string | undefined {
  const { context, subject } = selectorParts(selector);
  if (!/^:root(?![\w-])/i.test(subject)) return undefined;
  return subject.toLowerCase() === ':root' ? `${context}:scope` : `${context}${subject} :scope`;
}
