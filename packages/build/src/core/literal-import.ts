import { type Import, init, parse } from 'es-module-lexer';

/**
 * The specifier of a function that does nothing but import a literal: `() => import('./pages/Overview')`. Read from the
 * function's source text, as calling it would need the whole extension. Undefined when it is anything else.
 */
export async function literalImport(source: string): Promise<string | undefined> {
  await init;
  const text = `(${source})`;
  const only = lex(text);
  if (only?.type !== 'dynamic' || only.glob || only.specifier === undefined) return undefined;
  const before = withoutComments(text.slice(0, only.importStart));
  const after = withoutComments(text.slice(only.importEnd));
  const arrow = /^\((async ?)?\(\)=>\(?$/.test(before) && /^\)?;?\)$/.test(after);
  const block = /^\((async ?)?(\(\)=>|function ?\w*\(\))\{return $/.test(before) && /^;?\}\)$/.test(after);
  return arrow || block ? only.specifier : undefined;
}

/** The only import in a piece of source text. */
function lex(text: string): Import | undefined {
  try {
    const [imports] = parse(text);
    return imports.length === 1 ? imports[0] : undefined;
  } catch {
    return undefined;
  }
}

/** Comments and needless white space left out, so that a plain pattern can decide. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\/\/.*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(){};]|=>) ?/g, '$1');
}
