import { useT } from '@luban/sdk';
import { CopyButton, EmptyState, SearchField, Status, Switch } from '@luban/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogLines } from './log-lines.ts';
import './progress.css';

/** Pixels of a line. Lines do not wrap, so that each is where it is expected. */
const LINE = 18;

/** The output of a run: follows what comes, can be searched and copied. Only what is in sight is drawn. */
export function LogView({ log, running }: { log: LogLines; running: boolean }) {
  const t = useT();
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const wanted = search.trim().toLowerCase();
  const shown = useMemo(
    () =>
      log.lines
        .map((text, index) => ({ text, number: log.dropped + index + 1 }))
        .filter(({ text }) => wanted === '' || text.toLowerCase().includes(wanted)),
    [log.lines, log.dropped, wanted],
  );
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  const last = shown.length - 1;
  useEffect(() => {
    if (follow && last >= 0) virtual.scrollToIndex(last, { align: 'end' });
  }, [follow, last, virtual]);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    // Who scrolls up reads; who comes back to the end follows again.
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < LINE * 2;
    if (atEnd !== follow) setFollow(atEnd);
  };

  return (
    <section className="run-log" aria-label={t('progress.log')}>
      <div className="run-log-bar">
        <SearchField label={t('progress.log.search')} value={search} onValueChange={setSearch} />
        <span className="center-muted" role="status">
          {wanted === ''
            ? t('progress.log.lines', { count: log.lines.length })
            : t('progress.log.found', { count: shown.length, of: log.lines.length })}
        </span>
        {log.state === 'interrupted' && <Status tone="warning">{t('progress.log.interrupted')}</Status>}
        {running && log.state === 'open' && <Status tone="progress">{t('progress.log.live')}</Status>}
        <span className="run-log-tools">
          <Switch label={t('progress.log.follow')} checked={follow} onCheckedChange={setFollow} />
          <CopyButton text={log.lines.join('\n')} label={t('progress.log.copy')} />
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          kind={wanted === '' ? 'nothing' : 'no-match'}
          icon="logs"
          title={t(wanted === '' ? 'progress.log.none' : 'progress.log.noMatch')}
          description={t(wanted === '' ? 'progress.log.none.help' : 'progress.log.noMatch.help')}
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard as well.
        <div ref={scroller} className="run-log-lines" tabIndex={0} role="log" aria-live="off" onScroll={onScroll}>
          <div className="run-log-room" style={{ blockSize: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const line = shown[index];
              return (
                line !== undefined && (
                  <div
                    key={line.number}
                    className="run-log-line"
                    data-step={line.text.startsWith('── ') || undefined}
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <span className="run-log-number" aria-hidden="true">
                      {line.number}
                    </span>
                    <span>{line.text}</span>
                  </div>
                )
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}
