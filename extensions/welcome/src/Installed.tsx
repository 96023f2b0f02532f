import { useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { useSearchParams } from 'react-router';
import { ExtensionDrawer } from './ExtensionDrawer.tsx';
import { InstalledTable } from './InstalledTable.tsx';
import { useInstalledExtensions } from './installed-extensions.ts';
import './welcome.css';

/** The open drawer is part of the URL, so that it can be linked to. */
export default function Installed() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const name = params.get('extension') ?? undefined;
  const select = (next: string | undefined) =>
    setParams(next === undefined ? {} : { extension: next }, { replace: name !== undefined });
  const query = useInstalledExtensions();

  return (
    <>
      <PageHeader title={t('installed.title')} description={t('installed.description')} />
      <div className="welcome-page">
        <InstalledTable selected={name} onSelect={select} />
      </div>
      <ExtensionDrawer extension={query.data?.find((row) => row.name === name)} onClose={() => select(undefined)} />
    </>
  );
}
