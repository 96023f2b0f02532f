import type { Problem } from '@luban/sdk';
import { useExplanation, useT } from '@luban/sdk';
import { Status } from '@luban/ui';
import type { Card } from '../center-api.ts';
import { stateWord } from '../shared/installation-state.ts';

/** How an extension is here: installed, waiting for an upgrade, under way, failed, or why it cannot be installed. */
export function CardState({ card }: { card: Card }) {
  const t = useT();
  const { installation, unfit } = card;
  const state = stateWord(installation);
  if (installation !== undefined && state !== undefined) {
    const { version, upgradeTo, progress } = installation;
    if (state.tone === 'ok' && upgradeTo !== undefined) {
      return <Status tone="info">{t('marketplace.state.upgrade', { version: upgradeTo })}</Status>;
    }
    const settled = state.tone === 'ok' || state.tone === 'neutral';
    return (
      <>
        <Status tone={state.tone}>
          {t(state.key)} {settled ? version : ''}
          {progress !== undefined && state.tone === 'progress' && ` ${progress.done}/${progress.of}`}
        </Status>
        {progress !== undefined && state.tone === 'progress' && progress.of > 0 && (
          <progress
            className="market-card-progress"
            value={progress.done}
            max={progress.of}
            aria-label={t(state.key)}
          />
        )}
      </>
    );
  }
  if (unfit !== undefined) return <Unfit problem={unfit} />;
  return <span className="market-card-available">{t('marketplace.state.available')}</span>;
}

function Unfit({ problem }: { problem: Problem }) {
  const t = useT();
  const reason = useExplanation(problem)?.sentence ?? problem.code;
  return (
    <Status tone="warning" className="market-card-unfit" title={reason}>
      {t('marketplace.state.unfit', { reason })}
    </Status>
  );
}
