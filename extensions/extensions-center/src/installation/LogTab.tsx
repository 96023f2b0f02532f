import { useT } from '@luban/sdk';
import { EmptyState } from '@luban/ui';
import type { Installation } from '../center-api.ts';
import { LogView } from '../progress/LogView.tsx';
import { useLog } from '../progress/use-log.ts';

/** The output of the newest run, as it comes. */
export function LogTab({ installation: { name, runs } }: { installation: Installation }) {
  const t = useT();
  const newest = runs[0];
  const log = useLog(name, newest?.id);
  if (newest === undefined) {
    return (
      <EmptyState kind="nothing" icon="logs" title={t('progress.log.none')} description={t('progress.log.never')} />
    );
  }
  return <LogView log={log} running={newest.state === 'running'} />;
}
