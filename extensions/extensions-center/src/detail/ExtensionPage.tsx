import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function ExtensionPage() {
  const t = useT();
  return <PageHeader title={t('detail.title')} />;
}
