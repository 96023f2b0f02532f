import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function ResourcePage() {
  const t = useT();
  return <PageHeader title={t('kinds.title')} />;
}
