import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

/** Who changed what. */
export default function Audit() {
  const t = useT();
  return <PageHeader title={t('audit.title')} description={t('audit.description')} />;
}
