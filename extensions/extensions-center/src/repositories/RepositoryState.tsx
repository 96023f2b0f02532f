import { useT } from '@luban/sdk';
import { Status } from '@luban/ui';
import type { Repository } from '../center-api.ts';
import { ProblemSentence } from '../shared/Refusal.tsx';

/** Whether the last sync reached a repository, how far the current one is, and what was left out. */
export function RepositoryState({ repository }: { repository: Repository }) {
  const t = useT();
  const { state, progress, problem, chartProblems } = repository;
  if (state === 'syncing' || state === 'new') {
    const known = progress !== undefined && progress.of > 0;
    return (
      <span className="repo-state">
        <Status tone="progress">
          {t(`repositories.state.${state}`)} {known && `${progress.done}/${progress.of}`}
        </Status>
        {known && (
          <progress
            className="center-progress"
            value={progress.done}
            max={progress.of}
            aria-label={t('repositories.progress', { name: repository.name })}
          />
        )}
      </span>
    );
  }
  if (state === 'failed') {
    return (
      <span className="repo-state">
        <Status tone="danger">{t('repositories.state.failed')}</Status>
        {problem && (
          <span className="center-muted">
            <ProblemSentence problem={problem} />
          </span>
        )}
      </span>
    );
  }
  return (
    <Status tone={chartProblems.length > 0 ? 'warning' : 'ok'}>
      {t(chartProblems.length > 0 ? 'repositories.state.partly' : 'repositories.state.synced')}
    </Status>
  );
}
