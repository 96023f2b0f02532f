import { useMemo } from 'react';
import './config.css';
import { diffLines } from './diff-lines.ts';

/** A unified diff to be read. Each line keeps its sign, so that it can be told apart without colours. */
export function DiffView({ diff, label }: { diff: string; label: string }) {
  const lines = useMemo(() => diffLines(diff), [diff]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard as well.
    <section className="diff" tabIndex={0} aria-label={label}>
      <div className="diff-lines">
        {lines.map(({ number, kind, text }) => (
          <span key={number} className="diff-line" data-kind={kind}>
            {text}
          </span>
        ))}
      </div>
    </section>
  );
}
