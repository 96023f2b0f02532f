import { useT } from '@luban/sdk';
import { Callout, LinkButton } from '@luban/ui';
import { useRepositories } from '../queries.ts';
import { useCanRepositories } from '../shared/use-rights.ts';
import { REPOSITORIES } from '../urls.ts';
import { useCards } from './use-cards.ts';

/** Says it where somebody looks for an extension in vain, not only on the page of repositories. */
export function FailedRepositories() {
  const may = useCanRepositories('list');
  return may === true ? <FailureNotice /> : null;
}

function FailureNotice() {
  const t = useT();
  const { data } = useRepositories();
  const { extensions } = useCards().catalogue.data ?? { extensions: [] };
  const failed = data?.repositories.filter(({ state }) => state === 'failed') ?? [];
  if (failed.length === 0 || extensions.length === 0) return null;
  return (
    <div className="center-notice">
      <Callout
        tone="warning"
        role="status"
        title={t('marketplace.stale', { names: failed.map(({ name }) => name).join(', ') })}
        actions={
          <LinkButton size="sm" href={REPOSITORIES}>
            {t('marketplace.stale.look')}
          </LinkButton>
        }
      >
        {t('marketplace.stale.help')}
      </Callout>
    </div>
  );
}
