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

/** Whether nobody of a repository's policy vouches for an archive. */
export function isUnvouched(code: string): boolean {
  return UNVOUCHED.has(code);
}

const UNVOUCHED: ReadonlySet<string> = new Set([
  ...['LB7230', 'LB7231', 'LB7232', 'LB7233', 'LB7235', 'LB7236', 'LB7240', 'LB7241', 'LB7242'],
]);

/** Where the mistake is in what was written or sent, and not with who answers. */
const STATUS: Readonly<Record<string, number>> = {
  LB7203: 504,
  ...Object.fromEntries(
    [...UNVOUCHED, 'LB7210', 'LB7214', 'LB7222', 'LB7224', 'LB7234', 'LB7237', 'LB7238', 'LB7239'].map((code) => [
      code,
      422,
    ]),
  ),
};
