import { useT } from '@luban/sdk';
import { CodeBlock, PageHeader } from '@luban/ui';
import { LAYOUT, MANIFEST, PAGE } from './snippets.ts';
import './welcome.css';

export default function Write() {
  const t = useT();
  return (
    <>
      <PageHeader title={t('write.title')} description={t('write.description')} />
      <ol className="welcome-page welcome-steps">
        <li>
          <h2>{t('write.folder')}</h2>
          <p>{t('write.folder.help')}</p>
          <CodeBlock label={t('write.folder')} code={LAYOUT} />
        </li>
        <li>
          <h2>{t('write.manifest')}</h2>
          <p>{t('write.manifest.help')}</p>
          <CodeBlock label="extension.ts" language="typescript" code={MANIFEST} />
        </li>
        <li>
          <h2>{t('write.page')}</h2>
          <p>{t('write.page.help')}</p>
          <CodeBlock label="src/Hello.tsx" language="tsx" code={PAGE} />
        </li>
        <li>
          <h2>{t('write.build')}</h2>
          <p>{t('write.build.help')}</p>
          <CodeBlock label={t('write.build')} language="shell" code="npm run build -- hello" />
        </li>
      </ol>
    </>
  );
}
