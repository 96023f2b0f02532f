import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function InstallationPage() {
  const t = useT();
  return <PageHeader title={t('installed.detail.title')} />;
}
