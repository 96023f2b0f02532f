import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { Decoder } from './Decoder.tsx';
import './token-decoder.css';

export default function Page() {
  const t = useT();
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="token-decoder-page">
        <Decoder />
      </div>
    </>
  );
}
