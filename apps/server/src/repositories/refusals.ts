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

/** Where the mistake is in what was written, and not with who answers. */
const STATUS: Readonly<Record<string, number>> = {
  LB7203: 504,
  LB7210: 422,
  LB7214: 422,
  LB7222: 422,
  LB7224: 422,
};
