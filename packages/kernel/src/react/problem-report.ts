import type { Problem } from '@luban/manifest';
import type { Explanation } from './use-explanation.ts';

export interface ProblemReport {
  problem: Problem;
  explanation?: Explanation;
  detail?: string;
  /** Where it happened: the page's URL. */
  url: string;
  at: Date;
}

/** Plain text for a bug report. */
export function problemReport({ problem, explanation, detail, url, at }: ProblemReport): string {
  const owner = [problem.extension, problem.version].filter(Boolean).join('@');
  const lines = [
    [problem.code, explanation?.sentence].filter(Boolean).join(' '),
    owner && `Extension: ${owner}`,
    explanation?.cause && `Cause: ${explanation.cause}`,
    explanation?.cure && `Cure: ${explanation.cure}`,
    `Page: ${url}`,
    `Time: ${at.toISOString()}`,
    detail && `\n${detail}`,
  ];
  return lines.filter(Boolean).join('\n');
}
