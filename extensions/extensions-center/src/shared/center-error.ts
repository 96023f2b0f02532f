import type { Problem } from '@luban/sdk';

/** An answer of the server that is not the one hoped for. */
export class CenterError extends Error {
  /** HTTP status; 0: no answer. */
  readonly status: number;
  /** What the message catalogue explains; empty where the server said it in its own words. */
  readonly problems: readonly Problem[];
  /** Number of the message, or the reason of a Kubernetes `Status`. */
  readonly code: string;
  readonly reason: string;
  readonly cure: string;

  constructor(
    status: number,
    said: { code: string; message: string; cause?: string; cure?: string; problems?: Problem[] },
  ) {
    super(said.message);
    this.name = 'CenterError';
    this.status = status;
    this.code = said.code;
    this.reason = said.cause ?? '';
    this.cure = said.cure ?? '';
    this.problems = said.problems ?? [];
  }

  /** The person may not, as opposed to something being wrong. */
  get forbidden(): boolean {
    return this.status === 403;
  }
}

/** Reads the error body of the console's API, `{problems}` of a refused package, and a Kubernetes `Status`. */
export function errorOf(status: number, statusText: string, body: unknown): CenterError {
  const answer = objectOf(body);
  const own = objectOf(answer.error);
  const problems = problemsOf(answer.problems ?? objectOf(own.params).problems);
  const code = textOf(own.code);
  if (code !== '') {
    const { message, cause, cure } = { message: textOf(own.message), cause: textOf(own.cause), cure: textOf(own.cure) };
    return new CenterError(status, { code, message, cause, cure, problems });
  }
  const message = textOf(answer.message);
  // The number stands at the end of a Status' message.
  const numbered = /^(.*?)\s*\((LB\d{4})\)$/s.exec(message);
  if (numbered?.[1] !== undefined && numbered[2] !== undefined) {
    return new CenterError(status, { code: numbered[2], message: numbered[1], problems });
  }
  const first = problems[0];
  return new CenterError(status, {
    code: first?.code ?? (textOf(answer.reason) || `HTTP ${status}`),
    message: message || statusText,
    problems,
  });
}

/** Only what has the shape of a problem. */
function problemsOf(value: unknown): Problem[] {
  if (!Array.isArray(value)) return [];
  return value.filter((entry): entry is Problem => {
    const { code, params } = objectOf(entry);
    return typeof code === 'string' && typeof params === 'object' && params !== null;
  });
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
