import { useT } from '@luban/sdk';
import { Status } from '@luban/ui';
import type { Cluster } from './use-clusters.ts';

/** Ready, or why not; and what will be wrong with it soon. */
export function ClusterState({ cluster }: { cluster: Cluster }) {
  const t = useT();
  const { ready, reason, message, expiry, expiryMessage, refused, deleting } = cluster;
  const notes = [
    ready === 'True' ? '' : message,
    expiry === 'ExpiresSoon' || expiry === 'Expired' ? expiryMessage : '',
    refused,
  ];
  return (
    <span className="clusters-state">
      {deleting ? (
        <Status tone="progress">{t('state.removing')}</Status>
      ) : ready === 'True' ? (
        <Status tone={expiry === 'ExpiresSoon' ? 'warning' : 'ok'}>
          {t(expiry === 'ExpiresSoon' ? 'state.expiresSoon' : 'state.ready')}
        </Status>
      ) : ready === 'False' ? (
        <Status tone="danger">{reason === 'Refused' ? t('state.refused') : t('state.unreachable')}</Status>
      ) : (
        <Status tone="progress">{t('state.unknown')}</Status>
      )}
      {notes.filter(Boolean).map((note) => (
        <span key={note} className="clusters-note">
          {note}
        </span>
      ))}
    </span>
  );
}
