import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { Calculator } from './Calculator.tsx';
import './quantities.css';

export default function Page() {
  const t = useT();
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="quantities-page">
        <Calculator />
      </div>
    </>
  );
}
