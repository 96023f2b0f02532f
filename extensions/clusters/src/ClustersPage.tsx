import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function ClustersPage() {
  const t = useT();
  return <PageHeader title={t('title')} />;
}
