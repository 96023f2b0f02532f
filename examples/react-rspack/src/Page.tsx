import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { Schedule } from './Schedule.tsx';
import './cron.css';

export default function Page() {
  const t = useT();
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="cron-page">
        <Schedule count={10} />
      </div>
    </>
  );
}
