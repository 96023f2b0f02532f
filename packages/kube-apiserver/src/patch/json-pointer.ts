import { patchDoesNotFit } from './patch-errors.ts';

/**
 * The unescaped tokens of a JSON pointer, RFC 6901; none for the whole document.
 *
 * @throws StatusError 422 when it is none.
 */
export function parsePointer(pointer: unknown): string[] {
  if (typeof pointer !== 'string') throw patchDoesNotFit('an operation lacks its path');
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw patchDoesNotFit(`"${pointer}" is no JSON pointer`);
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
