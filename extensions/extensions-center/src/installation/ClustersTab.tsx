import { useDirty, useT } from '@luban/sdk';
import { Button, Select, TextField } from '@luban/ui';
import { useState } from 'react';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { ClusterChoice } from '../clusters/ClusterChoice.tsx';
import { labelsOf, labelsText } from '../clusters/label-text.ts';
import { useClusters } from '../clusters/use-clusters.ts';
import { isUnderWay } from '../shared/installation-state.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { AgentTable } from './AgentTable.tsx';

/** On which clusters it has agents, and on which it is to have them: by name, or by their labels. */
export default function ClustersTab({ installation, title }: { installation: Installation; title: string }) {
  return <Placement key={JSON.stringify(installation.placement)} installation={installation} title={title} />;
}

type Way = 'names' | 'labels';

function Placement({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const mayManage = useCanManage() === true;
  const { placement, agents, name } = installation;
  const { clusters, status } = useClusters();
  const decision = useDecision(name, title);
  const savedLabels = labelsText(placement.clusterSelector?.matchLabels ?? {});
  const savedWay: Way = placement.clusterSelector === undefined ? 'names' : 'labels';
  const [way, setWay] = useState<Way>(savedWay);
  const [chosen, setChosen] = useState<string[]>(placement.clusters ?? []);
  const [labels, setLabels] = useState(savedLabels);
  const wanted = labelsOf(labels);
  const changed =
    way !== savedWay ||
    (way === 'names' ? sorted(chosen) !== sorted(placement.clusters ?? []) : labels.trim() !== savedLabels);
  const matching = clusters.filter((cluster) =>
    Object.entries(wanted ?? {}).every(([key, value]) => cluster.labels[key] === value),
  );
  const leaving = agents.filter(({ cluster }) =>
    way === 'names' ? !chosen.includes(cluster) : matching.every((each) => each.name !== cluster),
  );
  const valid = way === 'names' || (wanted !== undefined && Object.keys(wanted).length > 0);
  useDirty(changed && !decision.isPending, { message: t('installed.clusters.unsaved') });
  const save = () =>
    decision.mutate({
      action: 'clusters',
      body: way === 'names' ? { clusters: chosen } : { clusterSelector: wanted ?? {} },
    });
  return (
    <div className="installation-config">
      {agents.length > 0 && <AgentTable agents={agents} />}
      <section className="installation-overrides">
        <h2>{t('installed.clusters.choose')}</h2>
        <Select<Way>
          className="installation-way"
          label={t('installed.clusters.way')}
          hideLabel
          value={way}
          onValueChange={setWay}
          disabled={!mayManage}
          items={[
            { value: 'names', label: t('installed.clusters.way.names') },
            { value: 'labels', label: t('installed.clusters.way.labels') },
          ]}
        />
        {way === 'names' ? (
          <ClusterChoice
            clusters={clusters}
            loading={status === 'loading'}
            chosen={chosen}
            onChange={mayManage ? setChosen : () => undefined}
          />
        ) : (
          <TextField
            label={t('installed.clusters.labels')}
            description={
              wanted === undefined || Object.keys(wanted).length === 0
                ? t('installed.clusters.labels.help')
                : matching.length === 0
                  ? t('installed.clusters.labels.matchNone')
                  : t('installed.clusters.labels.match', {
                      names: matching.map(({ title: each }) => each).join(', '),
                    })
            }
            {...(wanted === undefined && { error: t('installed.clusters.labels.wrong') })}
            mono
            autoComplete="off"
            value={labels}
            onValueChange={setLabels}
          />
        )}
      </section>
      {changed && leaving.length > 0 && (
        <p className="installation-warning">
          {t('installed.clusters.leaving', { names: leaving.map(({ cluster }) => cluster).join(', ') })}
        </p>
      )}
      {decision.isError && <Refusal error={decision.error} title={t('installed.clusters.failed')} />}
      {mayManage && (
        <div className="installation-buttons">
          <Button
            variant="primary"
            disabled={!changed || !valid || isUnderWay(installation)}
            loading={decision.isPending}
            onClick={save}
          >
            {t('common.save')}
          </Button>
        </div>
      )}
    </div>
  );
}

const sorted = (names: readonly string[]) => names.toSorted().join('\n');
