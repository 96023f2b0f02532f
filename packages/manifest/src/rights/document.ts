import { questionKey, type RightsQuestion } from './question.ts';
import { allowedBy, type RightsRule } from './rules.ts';

/** Where rights are asked for: a project, a workspace, or everything of a cluster. */
export interface RightsPlace {
  cluster?: string | undefined;
  workspace?: string | undefined;
  /** Namespace; needs a cluster. */
  project?: string | undefined;
}

/** What a person may do in a place: the answer of `GET /api/rights`, and in the page for the places of its URL. */
export interface RightsDocument {
  place: RightsPlace;
  rules: readonly RightsRule[];
  /** False: the cluster decides by more than rules, and what no rule allows may be allowed nevertheless. */
  complete: boolean;
  /** Decisions of the cluster, by `questionKey`; they come before the rules. */
  answers?: Readonly<Record<string, boolean>>;
  /** Which of the kinds that the index asks for the cluster serves, by `group/version/Kind`. */
  kinds?: Readonly<Record<string, boolean>>;
}

/** Undefined: it cannot be told from the document. */
export function answerOf(
  { rules, complete, answers = {} }: RightsDocument,
  question: RightsQuestion,
): boolean | undefined {
  const key = questionKey(question);
  if (Object.hasOwn(answers, key)) return answers[key];
  if (!complete) return undefined;
  return allowedBy(rules, question);
}

/** One text for each place that rights are kept for. */
export function placeKey({ cluster = '', workspace = '', project = '' }: RightsPlace): string {
  if (cluster === '' && workspace !== '') return `workspace ${workspace}`;
  return project === '' ? `cluster ${cluster}` : `project ${cluster} ${project}`;
}
