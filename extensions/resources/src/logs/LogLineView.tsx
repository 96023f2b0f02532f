import { cx } from '@luban/ui';
import { memo, type ReactNode, type Ref } from 'react';
import { ansiSegments } from './ansi-segments.ts';
import { finder } from './find-matches.ts';
import type { LogSource } from './follow-log.ts';
import type { LogLine } from './log-buffer.ts';

interface Props {
  readonly ref?: Ref<HTMLDivElement> | undefined;
  readonly line: LogLine;
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly timestamps: boolean;
  /** Named where several are shown at once. */
  readonly source: LogSource | undefined;
  readonly query: string;
  readonly current: boolean;
}

/** One line, with the colours that its program gave it, and what was looked for marked. */
export const LogLineView = memo(function LogLineView({
  ref,
  line,
  index,
  start,
  timestamps,
  source,
  query,
  current,
}: Props) {
  return (
    <div
      ref={ref}
      data-index={index}
      className={cx('res-log-line', line.mark && 'res-log-mark')}
      data-current={current || undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      {timestamps && !line.mark && line.time !== '' && (
        <time className="res-log-time">{line.time.replace(/\.\d+/, '')}</time>
      )}
      {source !== undefined && !line.mark && (
        <span className="res-log-source" data-colour={line.source % 6} title={`${source.pod}/${source.container}`}>
          {source.pod.split('-').at(-1)}
        </span>
      )}
      <span className="res-log-text">{line.mark ? line.text : <Marked text={line.text} query={query} />}</span>
    </div>
  );
});

function Marked({ text, query }: { text: string; query: string }): ReactNode {
  const find = finder(query);
  return ansiSegments(text).map(({ text: piece, className, style }, index) => (
    <span key={index} className={className} style={style}>
      {find === undefined ? piece : highlighted(piece, find(piece))}
    </span>
  ));
}

function highlighted(text: string, found: readonly (readonly [number, number])[]): ReactNode {
  if (found.length === 0) return text;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const [from, to] of found) {
    parts.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return [...parts, text.slice(end)];
}
