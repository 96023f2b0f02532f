import { useT } from '@luban/sdk';
import { Callout } from '@luban/ui';
import { ClusterChoice } from '../clusters/ClusterChoice.tsx';
import { useClusters } from '../clusters/use-clusters.ts';
import { Overrides } from '../config/Overrides.tsx';
import type { WizardDraft } from './wizard-draft.ts';

interface Props {
  readonly draft: WizardDraft;
  readonly change: (part: Partial<WizardDraft>) => void;
}

/** On which clusters it gets agents, and with which values there. */
export function ClustersStep({ draft, change }: Props) {
  const t = useT();
  const { clusters, status } = useClusters();
  const host = clusters.find((cluster) => cluster.host)?.name ?? 'host';
  const chosen = draft.clusters ?? [host];
  return (
    <>
      <p className="center-muted">{t('wizard.clusters.help')}</p>
      {status === 'refused' || status === 'problem' ? (
        <Callout tone="warning" title={t('wizard.clusters.refused')}>
          {t('wizard.clusters.refused.help')}
        </Callout>
      ) : (
        <ClusterChoice
          clusters={clusters}
          loading={status === 'loading' || status === 'idle'}
          chosen={chosen}
          onChange={(names) => change({ clusters: names })}
        />
      )}
      <details className="wizard-overrides" open={Object.keys(draft.overrides).length > 0}>
        <summary>{t('wizard.overrides')}</summary>
        <p className="center-muted">{t('wizard.overrides.help')}</p>
        <Overrides
          clusters={chosen}
          overrides={draft.overrides}
          original={{}}
          onChange={(overrides) => change({ overrides })}
        />
      </details>
    </>
  );
}
