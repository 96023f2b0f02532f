import { CenterError } from './center-error.ts';

/** What is wrong, what to do about it, and the number: for places that take one line of text. */
export function errorText(error: unknown): string {
  if (!(error instanceof CenterError)) return error instanceof Error ? error.message : String(error);
  const { message, cure, code } = error;
  return [message, cure, /^LB\d{4}$/.test(code) ? `(${code})` : ''].filter(Boolean).join(' ');
}

/** Throws the same with the whole of it as its message, for dialogs that show the message alone. */
export function readable(error: unknown): never {
  throw new Error(errorText(error), { cause: error });
}
