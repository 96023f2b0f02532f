import { useExtension, useT } from '@luban/sdk';
import { Callout, EmptyState, Skeleton } from '@luban/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { KubeRequestError } from '../kube-request.ts';
import { matchingLines } from './find-matches.ts';
import { type LogSource, logPath } from './follow-log.ts';
import { LogLineView } from './LogLineView.tsx';
import { LogToolbar } from './LogToolbar.tsx';
import './logs.css';
import { useLogStreams } from './use-log-streams.ts';

interface Props {
  readonly sources: readonly LogSource[];
  /** Chooses pod and container. */
  readonly choices?: React.ReactNode;
}

export interface LogSettings {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly onlyMatches: boolean;
}

const LINE = 18;
/** Closer to the end than this counts as being there. */
const NEAR = 24;

/** The log of one or several containers as it grows. */
export function LogView({ sources, choices }: Props) {
  const t = useT();
  const { storage } = useExtension();
  const [settings, setSettings] = useState<LogSettings>(() => ({
    follow: true,
    previous: false,
    wrap: storage.user.get<boolean>('logs.wrap') ?? false,
    timestamps: storage.user.get<boolean>('logs.timestamps') ?? false,
    onlyMatches: false,
  }));
  const [query, setQuery] = useState('');
  const searched = useDeferredValue(query);
  const [match, setMatch] = useState(0);
  const streams = useLogStreams({ sources, follow: settings.follow, previous: settings.previous });
  const { lines } = streams;

  const matches = useMemo(() => matchingLines(lines, searched), [lines, searched]);
  const shown = useMemo(
    () => (settings.onlyMatches && searched !== '' ? matches.flatMap((index) => lines[index] ?? []) : lines),
    [settings.onlyMatches, searched, matches, lines],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 20,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: wrapping changes the height of every line.
  useEffect(() => virtualizer.measure(), [virtualizer, settings.wrap]);
  // The end is followed as long as it is in sight.
  useEffect(() => {
    if (atEnd.current && shown.length > 0) virtualizer.scrollToIndex(shown.length - 1, { align: 'end' });
  }, [virtualizer, shown]);

  const change = (part: Partial<LogSettings>) => {
    setSettings((current) => ({ ...current, ...part }));
    if (part.wrap !== undefined) storage.user.set('logs.wrap', part.wrap);
    if (part.timestamps !== undefined) storage.user.set('logs.timestamps', part.timestamps);
  };
  const goTo = (index: number) => {
    if (matches.length === 0) return;
    const next = (index + matches.length) % matches.length;
    setMatch(next);
    atEnd.current = false;
    virtualizer.scrollToIndex(settings.onlyMatches ? next : (matches[next] ?? 0), { align: 'center' });
  };
  const toEnd = () => {
    atEnd.current = true;
    virtualizer.scrollToIndex(shown.length - 1, { align: 'end' });
  };
  const [first] = sources;
  const current = settings.onlyMatches ? match : matches[match];

  return (
    <div className="res-logs">
      <LogToolbar
        settings={settings}
        onChange={change}
        choices={choices}
        query={query}
        onQuery={(text) => {
          setQuery(text);
          setMatch(0);
        }}
        matches={matches.length}
        match={match}
        onMatch={goTo}
        onEnd={toEnd}
        download={
          first && sources.length === 1
            ? { href: logPath({ ...first, previous: settings.previous }), name: `${first.pod}-${first.container}.log` }
            : undefined
        }
      />
      {streams.error !== undefined ? (
        <div className="res-notice">
          <LogProblem error={streams.error} previous={settings.previous} />
        </div>
      ) : (
        <div
          ref={scroller}
          role="log"
          aria-label={t('tab.logs')}
          aria-live="off"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it.
          tabIndex={0}
          className="res-log"
          data-wrap={settings.wrap || undefined}
          onScroll={({ currentTarget: element }) => {
            atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
          }}
        >
          {streams.dropped > 0 && <p className="res-log-mark">{t('logs.dropped', { count: streams.dropped })}</p>}
          {lines.length === 0 &&
            (streams.loading ? <Skeleton count={8} /> : <EmptyState kind="nothing" title={t('logs.none')} />)}
          <div className="res-log-lines" style={{ blockSize: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const line = shown[index];
              return (
                line && (
                  <LogLineView
                    key={key}
                    ref={settings.wrap ? virtualizer.measureElement : undefined}
                    index={index}
                    line={line}
                    start={start}
                    timestamps={settings.timestamps}
                    source={sources.length > 1 ? sources[line.source] : undefined}
                    query={searched}
                    current={index === current && searched !== ''}
                  />
                )
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}

function LogProblem({ error, previous }: { error: unknown; previous: boolean }) {
  const t = useT();
  if (previous && error instanceof KubeRequestError && error.status === 400) {
    return <EmptyState kind="nothing" title={t('logs.noPrevious')} description={error.message} />;
  }
  return (
    <Callout tone="danger" role="alert" title={t('logs.failed')}>
      {error instanceof Error ? error.message : String(error)}
    </Callout>
  );
}
