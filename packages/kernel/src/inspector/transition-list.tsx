import type { Transition } from '../contract.ts';
import { clockTime } from './format.ts';
import { StateMark } from './state-mark.tsx';
import { useWords } from './words.ts';

interface TransitionListProps {
  transitions: readonly Transition[];
  /** Names the extension in each line. */
  named?: boolean;
}

/** Arrows of the state diagram as they were gone, the latest first. */
export function TransitionList({ transitions, named }: TransitionListProps) {
  const words = useWords();
  if (transitions.length === 0) return <p className="lb-inspector-empty">{words.none}</p>;
  return (
    <ol className="lb-inspector-transitions">
      {transitions
        .map((transition, order) => (
          <li key={order}>
            <time dateTime={new Date(transition.at).toISOString()}>{clockTime(transition.at)}</time>
            {named && <code>{`${transition.extension}@${transition.version}`}</code>}
            <StateMark state={transition.to} code={transition.problem?.code} />
            <span className="lb-inspector-cause">{transition.cause}</span>
          </li>
        ))
        .reverse()}
    </ol>
  );
}
