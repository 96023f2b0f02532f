import type { LiveProblem } from '@luban/kube/live';
import { explain } from '@luban/manifest/messages';

/** A number of the message catalogue, and what the case is about. */
export interface MessageCode {
  code: string;
  params: Record<string, string | number>;
}

/** @param locale of the person who reads it */
export function liveProblem(problem: MessageCode, locale: string): LiveProblem {
  const { code, sentence, cure } = explain(problem, locale);
  return { code, message: sentence, ...(cure && { cure }) };
}
