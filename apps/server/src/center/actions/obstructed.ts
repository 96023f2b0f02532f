import type { Problem } from '@luban/manifest';
import { explain } from '@luban/manifest/messages';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { answerError, errorBody } from '../../errors.ts';
import { localeOf } from '../../preferences.ts';
import { Refusal } from '../../refusal.ts';

/** Shown in one sentence; all are in the answer beside it. */
const MOST_REASONS = 20;

/** A refusal for reasons of which each can be shown by itself. */
export class Obstructed extends Refusal {
  readonly extension: string;
  readonly problems: readonly Problem[];

  /** @param problems at least one */
  constructor(extension: string, problems: readonly Problem[]) {
    const { code, params } = summaryOf(extension, problems, 'en');
    super(409, code, params);
    this.extension = extension;
    this.problems = problems;
  }
}

/** Error handler of routes that may be obstructed: `problems` stands beside `error`. */
export function answerObstructed(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (!(error instanceof Obstructed)) {
    answerError(error, request, reply);
    return;
  }
  const locale = localeOf(request);
  const { code, params } = summaryOf(error.extension, error.problems, locale);
  const body = errorBody(new Refusal(error.status, code, params), locale);
  reply
    .code(error.status)
    .header('cache-control', 'no-store')
    .send({ ...body, problems: error.problems });
}

function summaryOf(extension: string, problems: readonly Problem[], locale: string): Pick<Problem, 'code' | 'params'> {
  const [first] = problems;
  if (problems.length === 1) return { code: first!.code, params: { extension, ...first!.params } };
  const reasons = problems.slice(0, MOST_REASONS).map((problem) => explain(problem, locale).sentence);
  return { code: 'LB7621', params: { extension, count: problems.length, reasons: reasons.join(' ') } };
}
