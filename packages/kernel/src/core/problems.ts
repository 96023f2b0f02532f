import type { IndexExtension, Problem } from '@luban/manifest';
import { KernelError, type Readable } from '../contract.ts';
import { writable } from './readable.ts';

type Owner = Pick<IndexExtension, 'name' | 'version'> | undefined;

/** Makes a problem of the catalogue's number `code`, owned by an extension or by the console itself. */
export function problem(code: string, owner: Owner, params: Problem['params'] = {}): Problem {
  return { code, params, ...(owner && { extension: owner.name, version: owner.version }) };
}

export function kernelError(code: string, owner: Owner, params: Problem['params'] = {}, cause?: unknown): KernelError {
  return new KernelError(problem(code, owner, params), cause === undefined ? undefined : { cause });
}

/** What is shown to people who debug: message and stack of an error and of its causes. */
export function detailOf(error: unknown): string | undefined {
  if (error instanceof KernelError) return error.cause === undefined ? undefined : detailOf(error.cause);
  if (!(error instanceof Error)) return error === undefined ? undefined : String(error);
  const own = error.stack?.includes(error.message)
    ? error.stack
    : `${error.name}: ${error.message}\n${error.stack ?? ''}`;
  const cause = error.cause === undefined ? '' : `\ncaused by ${detailOf(error.cause)}`;
  return `${own.trim()}${cause}`;
}

/** The problems that a person should see now. One of each number, extension and version. */
export interface ProblemList extends Readable<readonly Problem[]> {
  add(problem: Problem): void;
  /** Removes what matches; absent fields match everything. */
  remove(match: Partial<Pick<Problem, 'code' | 'extension' | 'version'>>): void;
}

export function createProblemList(): ProblemList {
  const list = writable<readonly Problem[]>([]);
  const same = (a: Problem, b: Partial<Problem>) =>
    (b.code === undefined || a.code === b.code) &&
    (b.extension === undefined || a.extension === b.extension) &&
    (b.version === undefined || a.version === b.version);
  return {
    get: list.get,
    subscribe: list.subscribe,
    add: (added) =>
      list.update((all) => [
        ...all.filter(
          (each) => each.code !== added.code || each.extension !== added.extension || each.version !== added.version,
        ),
        added,
      ]),
    remove: (match) =>
      list.update((all) => (all.some((each) => same(each, match)) ? all.filter((each) => !same(each, match)) : all)),
  };
}
