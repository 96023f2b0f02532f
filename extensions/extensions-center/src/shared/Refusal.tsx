import { type Problem, useExplanation, useT } from '@luban/sdk';
import { Callout, type CalloutProps } from '@luban/ui';
import { CenterError } from './center-error.ts';
import { Words } from './Words.tsx';
import './shared.css';

interface Props {
  readonly error: unknown;
  /** What did not work: "The repository was not added". */
  readonly title: string;
  readonly actions?: CalloutProps['actions'];
}

/** Why something was refused: the number, what is wrong, and what to do about it. */
export function Refusal({ error, title, actions }: Props) {
  const t = useT();
  if (!(error instanceof CenterError) || error.status === 0) {
    const reason = error instanceof Error ? error.message : String(error);
    return (
      <Callout tone="danger" role="alert" title={title} actions={actions}>
        {t('common.noAnswer', { reason })}
      </Callout>
    );
  }
  const listed = error.problems.length > 0;
  return (
    <Callout
      tone="danger"
      role="alert"
      title={error.code === '' || listed ? title : `${title} (${error.code})`}
      actions={actions}
    >
      {listed ? (
        <ProblemList problems={error.problems} />
      ) : (
        <Words>{[error.message, error.reason, error.cure].filter(Boolean).join(' ')}</Words>
      )}
    </Callout>
  );
}

/** A problem in words: what is wrong, the cure, and the number that a page of the manual explains. */
export function ProblemText({ problem, cure = true }: { problem: Problem; cure?: boolean }) {
  const explanation = useExplanation(problem);
  return (
    <span className="center-problem">
      <span>
        <Words>{explanation?.sentence}</Words>
      </span>{' '}
      {cure && (
        <span className="center-cure">
          <Words>{explanation?.cure}</Words>
        </span>
      )}{' '}
      <code className="center-number">{problem.code}</code>
    </span>
  );
}

/** All of several problems; one alone is no list. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const [first, ...others] = problems;
  if (first === undefined) return null;
  if (others.length === 0) return <ProblemText problem={first} />;
  return (
    <ul className="center-problems">
      {problems.map((problem) => (
        <li key={`${problem.code} ${JSON.stringify(problem.params)}`}>
          <ProblemText problem={problem} />
        </li>
      ))}
    </ul>
  );
}

/** The sentence alone, for places that have little room. */
export function ProblemSentence({ problem }: { problem: Problem }) {
  const explanation = useExplanation(problem);
  return explanation?.sentence ?? problem.code;
}
