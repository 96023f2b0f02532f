import { Link, routeTo, Slot, useSetting, useSlot, useT } from '@luban/sdk';
import { EmptyState, PageHeader } from '@luban/ui';
import { useCallback, useState } from 'react';
import './board.css';
import { RuntimeCheck } from './RuntimeCheck.tsx';
import type { RuntimeReport, SharedRuntime } from './runtime.ts';

/** Every card that other extensions contribute to `workbench.cards`, and the proof that they share one run time. */
export default function Board() {
  const t = useT();
  const [columns] = useSetting<number>('columns');
  const cards = useSlot('workbench.cards');
  const [reports, setReports] = useState<Record<string, SharedRuntime>>({});
  const report: RuntimeReport = useCallback((extension, runtime) => {
    setReports((current) => (current[extension] === runtime ? current : { ...current, [extension]: runtime }));
  }, []);

  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="board">
        {cards.length === 0 ? (
          <EmptyState
            kind="unavailable"
            title={t('empty')}
            description={t('empty.help')}
            action={<Link to={routeTo('welcome/write')}>{t('empty.action')}</Link>}
          />
        ) : (
          <div className="board-grid" data-columns={columns}>
            <Slot
              name="workbench.cards"
              props={{ report }}
              render={(contribution, content) => (
                <section className="board-card" key={contribution.key} aria-label={contribution.title}>
                  <h2>{contribution.title}</h2>
                  {content}
                </section>
              )}
            />
          </div>
        )}
        <RuntimeCheck reports={reports} />
      </div>
    </>
  );
}
