import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function InstallPage() {
  const t = useT();
  return <PageHeader title={t('wizard.title')} />;
}
