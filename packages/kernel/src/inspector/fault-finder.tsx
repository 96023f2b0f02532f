import type { Problem } from '@luban/manifest';
import { useExplanation } from '../react/use-explanation.ts';
import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';
import { clockTime } from './format.ts';
import { useWords } from './words.ts';

/** Standing problems, what is in quarantine, and the search for one extension among many that breaks the page. */
export function FaultFinder() {
  const kernel = useKernel();
  const words = useWords();
  const problems = useReadable(kernel.problems);
  // A quarantine comes and goes with a change of a state.
  useReadable(kernel.statuses);
  const quarantined = kernel.quarantined();

  return (
    <div className="lb-inspector-scroll lb-inspector-faults">
      <section>
        <h3>{words.problems}</h3>
        {problems.length === 0 && <p>{words.none}</p>}
        <ul>
          {problems.map((problem) => (
            <ProblemItem key={`${problem.code} ${problem.extension} ${problem.version}`} problem={problem} />
          ))}
        </ul>
      </section>
      <section>
        <h3>{words.quarantine}</h3>
        {quarantined.length === 0 && <p>{words.none}</p>}
        <ul>
          {quarantined.map(({ extension, version, at, problem }) => (
            <li key={extension}>
              <code>{`${extension}@${version}`}</code> <code>{problem.code}</code> <time>{clockTime(at)}</time>
              <button
                type="button"
                className="lb-button lb-button-secondary lb-button-sm"
                onClick={() => kernel.release(extension)}
              >
                {words.release}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <BisectControls />
    </div>
  );
}

function ProblemItem({ problem }: { problem: Problem }) {
  const explanation = useExplanation(problem);
  return (
    <li>
      <code>{problem.code}</code> {problem.extension && <code>{`${problem.extension}@${problem.version}`}</code>}{' '}
      {explanation?.sentence}
    </li>
  );
}

function BisectControls() {
  const { bisect } = useKernel();
  const words = useWords();
  const state = useReadable(bisect.state);
  const button = (label: string, run: () => void) => (
    <button type="button" className="lb-button lb-button-secondary lb-button-sm" onClick={run}>
      {label}
    </button>
  );

  return (
    <section>
      <h3>{words.bisect}</h3>
      {!state && (
        <>
          <p>{words.bisectHelp}</p>
          {button(words.bisectStart, () => bisect.start())}
        </>
      )}
      {state && !state.outcome && (
        <>
          <p>{words.bisectStep(state.step, state.steps, state.off.length)}</p>
          {button(words.bisectBroken, () => bisect.answer('broken'))}
          {button(words.bisectFine, () => bisect.answer('fine'))}
        </>
      )}
      {state?.outcome && (
        <p>
          {words.bisectOutcome[state.outcome.kind]}{' '}
          {state.outcome.kind === 'culprit' && <code>{state.outcome.extension}</code>}
          {state.outcome.kind === 'together' && <code>{state.outcome.extensions.join(', ')}</code>}
        </p>
      )}
      {state && button(words.bisectStop, () => bisect.stop())}
    </section>
  );
}
