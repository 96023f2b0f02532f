import { useState } from 'react';
import type { ProblemProps } from './kernel-components.ts';
import { problemReport } from './problem-report.ts';
import { useExplanation } from './use-explanation.ts';
import { useWords } from './words.ts';

/** A failure where it happened: number, sentence, cause, cure, and what a person can do about it. */
export function ProblemPanel(props: ProblemProps) {
  return props.compact ? <ProblemLine {...props} /> : <ProblemDetails {...props} />;
}

function ProblemDetails({ problem, detail, onRetry, onDisable }: ProblemProps) {
  const words = useWords();
  const explanation = useExplanation(problem);
  return (
    <section className="lb-problem" role="alert" aria-label={problem.code}>
      <p className="lb-problem-sentence">
        <code className="lb-problem-code">{problem.code}</code> {explanation?.sentence ?? problem.extension}
      </p>
      {explanation && (
        <dl className="lb-problem-facts">
          <dt>{words.cause}</dt>
          <dd>{explanation.cause}</dd>
          <dt>{words.cure}</dt>
          <dd>{explanation.cure}</dd>
        </dl>
      )}
      {detail && (
        <details className="lb-problem-detail">
          <summary>{words.details}</summary>
          <pre>{detail}</pre>
        </details>
      )}
      <div className="lb-problem-actions">
        {onRetry && (
          <button type="button" className="lb-button lb-button-secondary lb-button-sm" onClick={onRetry}>
            {words.retry}
          </button>
        )}
        {onDisable && (
          <button type="button" className="lb-button lb-button-secondary lb-button-sm" onClick={onDisable}>
            {words.disable}
          </button>
        )}
        <CopyButton text={() => problemReport({ problem, explanation, detail, url: location.href, at: new Date() })} />
      </div>
    </section>
  );
}

function ProblemLine({ problem, onRetry, onDisable }: ProblemProps) {
  const words = useWords();
  const explanation = useExplanation(problem);
  const sentence = explanation && `${explanation.sentence} ${explanation.cure}`;
  return (
    <span className="lb-problem-line" role="note" title={sentence}>
      <code className="lb-problem-code">{problem.code}</code> {explanation?.sentence}
      {onRetry && (
        <button type="button" className="lb-button lb-button-secondary lb-button-sm" onClick={onRetry}>
          {words.retry}
        </button>
      )}
      {onDisable && (
        <button type="button" className="lb-button lb-button-secondary lb-button-sm" onClick={onDisable}>
          {words.disable}
        </button>
      )}
    </span>
  );
}

function CopyButton({ text }: { text: () => string }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(text()).then(() => setCopied(true));
  return (
    <button type="button" className="lb-button lb-button-secondary lb-button-sm" onClick={copy}>
      {copied ? words.copied : words.copy}
    </button>
  );
}
