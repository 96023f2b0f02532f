import type { ExtensionStatus } from '../contract.ts';
import { useExplanation } from '../react/use-explanation.ts';
import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';
import { TransitionList } from './transition-list.tsx';
import { useWords } from './words.ts';

/** One version: what happened to it, what it holds, what went wrong. */
export function ExtensionDetails({ status }: { status: ExtensionStatus }) {
  const kernel = useKernel();
  const words = useWords();
  const transitions = useReadable(kernel.transitions);
  const own = transitions.filter(({ extension, version }) => extension === status.name && version === status.version);
  const quarantined = kernel.quarantined().some(({ extension }) => extension === status.name);
  const effects = Object.entries(status.effects).filter(([, count]) => count > 0);

  return (
    <section className="lb-inspector-scroll lb-inspector-details" aria-label={`${status.name} ${status.version}`}>
      <h3>
        {status.displayName} <code>{`${status.name}@${status.version}`}</code>
      </h3>
      {quarantined && (
        <button
          type="button"
          className="lb-button lb-button-secondary lb-button-sm"
          onClick={() => kernel.release(status.name)}
        >
          {words.release}
        </button>
      )}
      {status.problem && <ProblemText problem={status.problem} detail={status.detail} />}
      <h4>{words.history}</h4>
      <TransitionList transitions={own} />
      <h4>{words.effects}</h4>
      {effects.length === 0 ? <p>{words.none}</p> : <Counts entries={effects} />}
      {status.released && (
        <>
          <h4>{words.disposal}</h4>
          <p>{words.released(status.released.count)}</p>
          <Lines title={words.swept} lines={status.released.swept} />
          <Lines title={words.errors} lines={status.released.errors} />
        </>
      )}
    </section>
  );
}

function ProblemText({ problem, detail }: { problem: NonNullable<ExtensionStatus['problem']>; detail?: string }) {
  const explanation = useExplanation(problem);
  return (
    <div className="lb-inspector-problem">
      <p>
        <code>{problem.code}</code> {explanation?.sentence}
      </p>
      {explanation && <p>{explanation.cause}</p>}
      {explanation && <p>{explanation.cure}</p>}
      {detail && <pre>{detail}</pre>}
    </div>
  );
}

function Counts({ entries }: { entries: [string, number][] }) {
  return (
    <dl className="lb-inspector-counts">
      {entries.map(([kind, count]) => (
        <div key={kind}>
          <dt>{kind}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <code>{line}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
