import { useT } from '@luban/sdk';
import { CopyButton, EmptyState } from '@luban/ui';
import type { VersionDetail } from '../center-api.ts';
import YamlView from '../shared/YamlView.tsx';

/** The values that the extension comes with, with their comments. They are changed when it is installed. */
export default function ConfigurationTab({ version: { values } }: { version: VersionDetail }) {
  const t = useT();
  if (values.trim() === '') {
    return (
      <EmptyState
        kind="nothing"
        icon="settings"
        title={t('detail.values.none')}
        description={t('detail.values.none.help')}
      />
    );
  }
  return (
    <section className="detail-values">
      <div className="detail-values-head">
        <p className="center-muted">{t('detail.values.help')}</p>
        <CopyButton text={values} />
      </div>
      <YamlView text={values} label="values.yaml" />
    </section>
  );
}
