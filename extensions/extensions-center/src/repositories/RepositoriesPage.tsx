import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function RepositoriesPage() {
  const t = useT();
  return <PageHeader title={t('repositories.title')} />;
}
