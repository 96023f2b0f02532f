import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function InstalledPage() {
  const t = useT();
  return <PageHeader title={t('installed.title')} />;
}
