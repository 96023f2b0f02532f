import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function MarketplacePage() {
  const t = useT();
  return <PageHeader title={t('marketplace.title')} />;
}
