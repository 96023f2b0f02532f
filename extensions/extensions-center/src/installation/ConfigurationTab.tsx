import { useDirty, useExtension, useT } from '@luban/sdk';
import { Button, Callout, Dialog } from '@luban/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { preview } from '../actions/center-actions.ts';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation, Preview, VersionDetail } from '../center-api.ts';
import { ConfigEditor } from '../config/ConfigEditor.tsx';
import { Overrides } from '../config/Overrides.tsx';
import { yamlProblem } from '../config/yaml-document.ts';
import { useVersion } from '../queries.ts';
import { isUnderWay } from '../shared/installation-state.ts';
import { PageState } from '../shared/PageState.tsx';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { PreviewResult } from '../wizard/PreviewResult.tsx';

interface Props {
  readonly installation: Installation;
  readonly title: string;
}

/** The values that are in force, to be changed: as a form or as YAML, for all clusters and for each. */
export default function ConfigurationTab({ installation, title }: Props) {
  const t = useT();
  const shown = installation.version ?? installation.plannedVersion;
  const query = useVersion(installation.name, shown);
  return (
    <PageState
      query={query}
      failed={t('detail.version.failed', { version: shown })}
      resource="kubesphere.io/extensions"
      skeleton="form"
    >
      {(version) => (
        // What was saved is what is compared with from then on.
        <Editor
          key={JSON.stringify([installation.config, installation.overrides])}
          installation={installation}
          title={title}
          version={version}
        />
      )}
    </PageState>
  );
}

function Editor({ installation, title, version }: Props & { version: VersionDetail }) {
  const t = useT();
  const { fetch } = useExtension();
  const { name, config, overrides: saved, agents, installationMode } = installation;
  const mayManage = useCanManage() === true;
  const isDefault = config.trim() === '';
  const original = isDefault ? version.values : config;
  const [text, setText] = useState(original);
  const [overrides, setOverrides] = useState<Readonly<Record<string, string>>>(saved);
  const decision = useDecision(name, title);
  const changed = text !== original || JSON.stringify(overrides) !== JSON.stringify(saved);
  const valid = yamlProblem(text) === undefined && Object.values(overrides).every((each) => !yamlProblem(each));
  const body = { config: text, overrides: { ...overrides } };
  const look = useMutation<Preview, Error>({
    mutationFn: () => preview(fetch, name, { version: version.version, ...body }),
  });
  const save = () => decision.mutateAsync({ action: 'config', body });
  useDirty(changed && !decision.isPending, {
    message: t('wizard.config.unsaved'),
    ...(valid && { save: async () => void (await save()) }),
  });
  return (
    <div className="installation-config">
      {isDefault && <p className="center-muted">{t('installed.config.defaults')}</p>}
      <ConfigEditor
        text={text}
        onChange={setText}
        original={original}
        schema={version.valuesSchema}
        label={t('installed.config.label', { title })}
      />
      {installationMode === 'Multicluster' && (
        <section className="installation-overrides">
          <h2>{t('wizard.overrides')}</h2>
          <p className="center-muted">{t('wizard.overrides.help')}</p>
          <Overrides
            clusters={agents.map(({ cluster }) => cluster)}
            overrides={overrides}
            original={saved}
            onChange={setOverrides}
          />
        </section>
      )}
      {decision.isError && <Refusal error={decision.error} title={t('installed.config.failed')} />}
      {isUnderWay(installation) && changed && (
        <Callout tone="info" title={t('installed.config.busy')}>
          {t('installed.config.busy.help')}
        </Callout>
      )}
      {mayManage && (
        <div className="installation-buttons">
          <Button disabled={!changed || !valid} loading={look.isPending} onClick={() => look.mutate()}>
            {t('installed.config.preview')}
          </Button>
          <Button
            variant="primary"
            disabled={!changed || !valid || isUnderWay(installation)}
            loading={decision.isPending}
            onClick={() => void save().catch(() => undefined)}
          >
            {t('common.save')}
          </Button>
        </div>
      )}
      {(look.isSuccess || look.isError) && (
        <Dialog
          open
          size="lg"
          onOpenChange={(open) => open || look.reset()}
          title={t('installed.config.preview.title')}
          footer={<Button onClick={() => look.reset()}>{t('wizard.close')}</Button>}
        >
          {look.isError ? (
            <Refusal error={look.error} title={t('wizard.preview.failed')} />
          ) : (
            <PreviewResult preview={look.data} title={title} />
          )}
        </Dialog>
      )}
    </div>
  );
}
