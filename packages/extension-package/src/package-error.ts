import type { Problem } from '@luban/manifest';
import { explain } from '@luban/manifest/messages';
import { CONTENT_LIMITS } from './limits.ts';

/** A package that cannot be taken. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
  /** Of the first problem. */
  readonly code: string;
  /** At least one. Each has `params.file`, and `params.field` where a field of that file is at fault. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly [Problem, ...Problem[]], options?: ErrorOptions) {
    super(problems.map((problem) => `${problem.code} ${explain(problem, 'en').sentence}`).join('\n'), options);
    this.code = problems[0].code;
    this.problems = problems;
  }
}

type Params = Readonly<Record<string, string | number | undefined>>;

/** @param file path inside the package */
export function packageProblem(code: string, file: string, params: Params = {}): Problem {
  const known: Record<string, string | number> = { file: shorten(file) };
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) known[name] = typeof value === 'string' ? shorten(value) : value;
  }
  return { code, params: known };
}

/** A package that is not worth reading on. */
export function refusal(code: string, file: string, params?: Params, cause?: unknown): PackageError {
  return new PackageError([packageProblem(code, file, params)], { cause });
}

/** Gathers what is wrong with the content of a package. */
export class Findings {
  readonly errors: Problem[] = [];
  readonly warnings: Problem[] = [];

  error(code: string, file: string, params?: Params): undefined {
    this.#add(this.errors, packageProblem(code, file, params));
  }

  warn(code: string, file: string, params?: Params): undefined {
    this.#add(this.warnings, packageProblem(code, file, params));
  }

  /** @throws PackageError when there are errors */
  conclude(owner: { extension?: string; version?: string } = {}): void {
    const [first, ...rest] = this.errors.map((problem) => ({ ...problem, ...owner }));
    if (first !== undefined) throw new PackageError([first, ...rest]);
  }

  #add(list: Problem[], problem: Problem): void {
    if (list.length < CONTENT_LIMITS.problems) list.push(problem);
  }
}

/** Hostile text is cut where it enters, so that no list of problems grows with it. */
function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
