import { type ResourceList, useT } from '@luban/sdk';
import { Callout, Time } from '@luban/ui';

/** Says that what is shown may have changed since. The rows stay. */
export function StaleNotice({ list }: { list: Pick<ResourceList, 'status' | 'asOf' | 'problem'> }) {
  const t = useT();
  if (list.status !== 'stale') return null;
  return (
    <div className="res-notice">
      <Callout tone="warning" role="status" title={t('list.stale')}>
        {list.problem !== undefined && `${list.problem.code}: ${list.problem.message} `}
        {list.asOf !== undefined && (
          <>
            {t('list.asOf')} <Time value={list.asOf} absolute />
          </>
        )}
      </Callout>
    </div>
  );
}
