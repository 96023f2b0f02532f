import { patchDoesNotFit } from './patch-errors.ts';

/** No document is nested deeper. */
const DEEPEST = 1_000;

/**
 * The unescaped tokens of a JSON pointer, RFC 6901; none for the whole document.
 *
 * @throws StatusError 422 when it is none.
 */
export function parsePointer(pointer: unknown): string[] {
  if (typeof pointer !== 'string') throw patchDoesNotFit('an operation lacks its path');
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw patchDoesNotFit(`"${pointer}" is no JSON pointer`);
  const tokens = pointer.slice(1).split('/');
  if (tokens.length > DEEPEST) throw patchDoesNotFit('the path leads too deep');
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
