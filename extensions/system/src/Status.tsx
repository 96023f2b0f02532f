import { Link, routesOf, useT } from '@luban/sdk';
import { Callout, Card, PageHeader, Skeleton, Status } from '@luban/ui';
import type extension from '../extension.ts';
import { AuditTable } from './AuditTable.tsx';
import { ClusterList } from './ClusterList.tsx';
import { Facts } from './Facts.tsx';
import { LimitTable } from './LimitTable.tsx';
import './system.css';
import { useSystem } from './system.ts';
import { useAudit } from './use-audit.ts';

const routeTo = routesOf<typeof extension>();
const TAIL = 8;

/** What is on, and how it is. */
export default function StatusPage() {
  const t = useT();
  const { data, error } = useSystem();
  return (
    <>
      <PageHeader
        title={t('status.title')}
        description={t('status.description')}
        status={
          data && (
            <Status tone={data.ready ? 'ok' : 'danger'}>{t(data.ready ? 'status.ready' : 'status.notReady')}</Status>
          )
        }
      />
      {error && (
        <Callout tone="danger" title={t('status.failed')} role="alert">
          {error.message}
        </Callout>
      )}
      {!data && !error && <Skeleton shape="cards" />}
      {data && (
        <div className="system-page">
          <div className="system-columns">
            <Facts system={data} />
            <Card title={t('clusters.title')} flush>
              <ClusterList clusters={data.clusters} />
            </Card>
          </div>
          <Card title={t('limits.title')} flush>
            <LimitTable limits={data.limits} />
          </Card>
          <AuditTail />
        </div>
      )}
    </>
  );
}

/** The last changes, as they happen. */
function AuditTail() {
  const t = useT();
  const { events, error } = useAudit('', TAIL);
  if (error && !events) return null;
  return (
    <Card
      title={t('audit.tail')}
      flush
      actions={
        <Link className="lb-link system-all" to={routeTo('audit')}>
          {t('audit.all')}
        </Link>
      }
    >
      <AuditTable events={events} filtered={false} />
    </Card>
  );
}
