import { useT } from '@luban/sdk';
import { Callout } from '@luban/ui';
import { ClusterError } from './clusters-api.ts';

/** Why something was refused: the number, what is wrong, and what to do. */
export function Refusal({ error, title }: { error: unknown; title: string }) {
  const t = useT();
  if (!(error instanceof ClusterError)) {
    return (
      <Callout tone="danger" role="alert" title={title}>
        {t('unreachable', { reason: String(error) })}
      </Callout>
    );
  }
  return (
    <Callout tone="danger" role="alert" title={`${title} (${error.code})`}>
      {error.message}
    </Callout>
  );
}
