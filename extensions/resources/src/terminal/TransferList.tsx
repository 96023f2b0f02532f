import { useT } from '@luban/sdk';
import { IconButton, Status, type StatusProps } from '@luban/ui';
import { byteSize } from './byte-size.ts';
import type { Progress } from './files-api.ts';
import type { Transfer, Transfers } from './use-transfers.ts';

const TONES: Readonly<Record<Transfer['state'], StatusProps['tone']>> = {
  running: 'progress',
  done: 'ok',
  failed: 'danger',
  cancelled: 'neutral',
};

/** What goes up and down, and how far it is. */
export function TransferList({ transfers }: { transfers: Transfers }) {
  const t = useT();
  if (transfers.list.length === 0) return null;
  return (
    <ul className="res-transfers" aria-label={t('files.transfers')}>
      {transfers.list.map(({ id, name, direction, state, progress, message }) => (
        <li key={id}>
          <Status tone={TONES[state]}>{t(`files.${direction}.${state}`, { name })}</Status>
          {state === 'running' && <progress aria-label={name} max={progress.total} value={sentOf(progress)} />}
          <span className="res-transfers-text">{state === 'failed' ? message : amountOf(progress)}</span>
          {state === 'running' ? (
            <IconButton size="sm" icon="x" label={t('files.cancel', { name })} onClick={() => transfers.cancel(id)} />
          ) : (
            <IconButton size="sm" icon="x" label={t('files.dismiss', { name })} onClick={() => transfers.dismiss(id)} />
          )}
        </li>
      ))}
    </ul>
  );
}

function sentOf({ sent, total }: Progress): number | undefined {
  return total === undefined ? undefined : sent;
}

function amountOf({ sent, total }: Progress): string {
  if (total === undefined) return sent === 0 ? '' : byteSize(sent);
  return `${byteSize(sent)} / ${byteSize(total)}`;
}
