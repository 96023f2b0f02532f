import type { Problem } from '@luban/manifest';
import { explain } from '@luban/manifest/messages';

/** A build that cannot go on. The message holds one paragraph per problem: number, sentence, cause and cure. */
export class BuildError extends Error {
  override name = 'BuildError';
  /** Number of the first problem. */
  readonly code: string;
  readonly #problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: { cause?: unknown }) {
    super(problems.map(describe).join('\n\n'), options);
    this.code = problems[0]?.code ?? 'LB6002';
    this.#problems = problems;
    // The fault is in the author's files; frames of the build would only hide the message.
    this.stack = `${this.name}: ${this.message}`;
  }

  /** Not a field, so that a terminal shows the message alone. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }
}

/** A problem as a terminal shows it. */
export function describe(problem: Problem): string {
  const { code, sentence, cause, cure } = explain(problem, 'en');
  return [`${code} ${sentence}`, cause, cure].filter(Boolean).join('\n  ');
}

/** Throws when there is a problem. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length) throw new BuildError(problems);
}
