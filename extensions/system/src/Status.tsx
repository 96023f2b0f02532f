import { useT } from '@luban/sdk';
import { Callout, PageHeader, Skeleton } from '@luban/ui';
import { useSystem } from './system.ts';

/** What is on, and how it is. */
export default function Status() {
  const t = useT();
  const { data, error } = useSystem();
  return (
    <>
      <PageHeader title={t('status.title')} description={t('status.description')} />
      {error && (
        <Callout tone="danger" title={t('status.failed')} role="alert">
          {error.message}
        </Callout>
      )}
      {data ? <p>{data.version}</p> : <Skeleton shape="cards" />}
    </>
  );
}
