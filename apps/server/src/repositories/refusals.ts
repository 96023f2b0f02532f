import { isNumbered } from '@luban/extension-package/registry';
import { Refusal } from '../refusal.ts';

/** What reading a repository failed with, as the server answers it. Other errors, such as an abort, stay as they are. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal || !isNumbered(error)) return error;
  return new Refusal(STATUS[error.code] ?? 502, error.code, { ...error.params }, { cause: error });
}

/** Runs a piece of work on a repository. @throws Refusal instead of RegistryError */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusalOf(error);
  }
}

const UNPROCESSABLE = 422;

/** Where the mistake is in what was written or sent, and not with who answers. */
const STATUS: Readonly<Record<string, number>> = {
  LB7203: 504,
  ...Object.fromEntries(
    ['LB7210', 'LB7214', 'LB7222', 'LB7224', 'LB7234', 'LB7237', 'LB7239'].map((code) => [code, UNPROCESSABLE]),
  ),
  ...Object.fromEntries(
    ['LB7230', 'LB7231', 'LB7232', 'LB7233', 'LB7235', 'LB7236', 'LB7238', 'LB7240', 'LB7241', 'LB7242'].map((code) => [
      code,
      UNPROCESSABLE,
    ]),
  ),
};
