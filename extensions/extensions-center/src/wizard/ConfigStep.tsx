import { useExtension, useT } from '@luban/sdk';
import { Callout } from '@luban/ui';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { readVersion } from '../api.ts';
import type { Installation, VersionDetail } from '../center-api.ts';
import { ConfigEditor } from '../config/ConfigEditor.tsx';
import { keys } from '../queries.ts';
import type { WizardDraft } from './wizard-draft.ts';

const DefaultsDiff = lazy(() => import('./DefaultsDiff.tsx'));

interface Props {
  readonly title: string;
  readonly version: VersionDetail;
  readonly installation: Installation | undefined;
  readonly draft: WizardDraft;
  readonly change: (part: Partial<WizardDraft>) => void;
}

/** The values, as they come or as they are in force. What is left as it is is not written down at all. */
export function ConfigStep({ title, version, installation, draft, change }: Props) {
  const t = useT();
  const { fetch } = useExtension();
  const own = installation?.version !== undefined && installation.config.trim() !== '';
  const original = own ? installation.config : version.values;
  const before = installation?.version;
  const old = useQuery({
    queryKey: keys.version(version.name, before ?? ''),
    queryFn: ({ signal }) => readVersion(fetch, version.name, before ?? '', signal),
    enabled: before !== undefined,
    retry: 1,
  });
  const defaultsChanged = old.data !== undefined && old.data.values !== version.values;
  return (
    <>
      <p className="center-muted">
        {t(own ? 'wizard.config.own' : before === undefined ? 'wizard.config.fresh' : 'wizard.config.defaults')}
      </p>
      {before !== undefined && defaultsChanged && (
        <Callout tone="info" title={t('wizard.config.newDefaults', { version: version.version })}>
          <details className="wizard-defaults">
            <summary>{t('wizard.config.newDefaults.show')}</summary>
            <Suspense>
              <DefaultsDiff before={old.data.values} after={version.values} />
            </Suspense>
          </details>
        </Callout>
      )}
      <ConfigEditor
        text={draft.config ?? original}
        onChange={(text) => change({ config: text === original ? undefined : text })}
        original={original}
        schema={version.valuesSchema}
        label={t('installed.config.label', { title })}
      />
    </>
  );
}
