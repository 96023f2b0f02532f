import type { Notice } from '@luban/kernel';
import type { Problem } from '@luban/manifest';

/** Names the notice about a problem. */
export const problemKey = ({ code, extension, version }: Problem): string =>
  [code, extension, version].filter(Boolean).join(' ');

/** The catalogue's words for a problem. They are fetched with the first problem there is. */
export async function problemNotice(problem: Problem, locale: string): Promise<Notice> {
  const key = problemKey(problem);
  try {
    const { explain } = await import('@luban/manifest/messages');
    const { sentence, cause, cure } = explain(problem, locale);
    return { key, tone: 'danger', code: problem.code, title: sentence, description: `${cause} ${cure}` };
  } catch {
    return { key, tone: 'danger', code: problem.code, title: problem.extension ?? problem.code };
  }
}
