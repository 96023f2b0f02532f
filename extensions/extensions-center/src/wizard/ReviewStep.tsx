import { useT } from '@luban/sdk';
import { Button, Callout, Checkbox, Spinner, Switch } from '@luban/ui';
import { useRef } from 'react';
import type { Installation, VersionDetail } from '../center-api.ts';
import { Elapsed } from '../progress/RunSteps.tsx';
import { Refusal } from '../shared/Refusal.tsx';
import { PreviewResult } from './PreviewResult.tsx';
import type { usePreview } from './use-preview.ts';
import type { WizardDraft } from './wizard-draft.ts';

interface Props {
  readonly title: string;
  readonly version: VersionDetail;
  readonly installation: Installation | undefined;
  readonly draft: WizardDraft;
  readonly change: (part: Partial<WizardDraft>) => void;
  readonly preview: ReturnType<typeof usePreview>;
}

/** What would be done, found out on the server and not yet done; what is agreed to by doing it. */
export function ReviewStep({ title, version, installation, draft, change, preview }: Props) {
  const t = useT();
  const { data, error, isFetching, cancelled, cancel, again } = preview;
  const upgrades = installation?.version !== undefined;
  if (isFetching) return <Looking onCancel={cancel} />;
  const retry = (
    <Button size="sm" icon="refresh" onClick={again}>
      {t('common.retry')}
    </Button>
  );
  if (cancelled || data === undefined) {
    return cancelled ? (
      <Callout tone="neutral" title={t('wizard.preview.cancelled')} actions={retry}>
        {t('wizard.preview.cancelled.help')}
      </Callout>
    ) : (
      <>
        <Refusal error={error} title={t('wizard.preview.failed')} actions={retry} />
        <p className="center-muted">{t('wizard.preview.failed.help')}</p>
      </>
    );
  }
  return (
    <>
      <PreviewResult preview={data} title={title} actions={retry} />
      {!upgrades && (
        <Switch
          label={t('installed.strategy')}
          description={t('installed.strategy.help')}
          checked={draft.automatic}
          onCheckedChange={(automatic) => change({ automatic })}
        />
      )}
      {data.permissions.added.length > 0 && data.blocking.length === 0 && (
        <Checkbox
          label={t(upgrades ? 'wizard.agree.added' : 'wizard.agree', {
            title,
            version: version.version,
            count: data.permissions.added.length,
          })}
          checked={draft.agreed}
          onCheckedChange={(agreed) => change({ agreed })}
        />
      )}
    </>
  );
}

function Looking({ onCancel }: { onCancel: () => void }) {
  const t = useT();
  const since = useRef(new Date().toISOString());
  return (
    <div className="wizard-looking" role="status">
      <Spinner size={16} />
      <span>{t('wizard.preview.looking')}</span>
      <Elapsed since={since.current} />
      <Button size="sm" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
    </div>
  );
}
