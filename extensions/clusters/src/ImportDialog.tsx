import { Link, useDirty, useExtension, useT } from '@luban/sdk';
import { Button, Callout, DescriptionList, Dialog, Stepper, TextField, Time } from '@luban/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type ClusterFacts, importCluster, type NewCluster, validateCluster } from './clusters-api.ts';
import { KubeconfigField } from './KubeconfigField.tsx';
import { Refusal } from './Refusal.tsx';
import { clusterName, readContext } from './read-context.ts';

interface Props {
  /** Names that are in use. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const NAME = /^[a-z\d]([a-z\d-]{0,30}[a-z\d])?$/;

/** Brings in a cluster in two steps: the gateway looks at it, and then it is added. */
export default function ImportDialog({ taken, onClose }: Props) {
  const t = useT();
  const { fetch } = useExtension();
  const form = useId();
  const [cluster, setCluster] = useState<NewCluster>({ name: '', title: '', kubeconfig: '' });
  const [facts, setFacts] = useState<ClusterFacts>();
  const look = useMutation({ mutationFn: () => validateCluster(fetch, cluster), onSuccess: setFacts });
  const add = useMutation({ mutationFn: () => importCluster(fetch, cluster) });
  useDirty(cluster.kubeconfig !== '' && !add.isSuccess);

  const nameProblem = problemOf(cluster.name, taken);
  const change = (part: Partial<NewCluster>) => {
    setCluster((current) => ({ ...current, ...part }));
    setFacts(undefined);
    look.reset();
    add.reset();
  };
  const setKubeconfig = (kubeconfig: string) => {
    const context = readContext(kubeconfig);
    const suggested = cluster.name === '' && context !== undefined ? clusterName(context.name) : cluster.name;
    change({ kubeconfig, name: suggested });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (nameProblem === undefined && cluster.kubeconfig.trim() !== '') look.mutate();
  };

  const step = add.isSuccess ? 2 : facts === undefined ? 0 : 1;
  const state = (index: number) => (index < step ? 'done' : index === step ? 'current' : 'upcoming');
  const busy = look.isPending || add.isPending;
  return (
    <Dialog
      open
      size="lg"
      keepOnOutsideClick
      onOpenChange={(open) => open || busy || onClose()}
      title={t('import.title')}
      footer={
        step === 2 ? (
          <Button variant="primary" onClick={onClose}>
            {t('close')}
          </Button>
        ) : (
          <>
            <Button onClick={facts === undefined ? onClose : () => setFacts(undefined)} disabled={busy}>
              {t(facts === undefined ? 'cancel' : 'back')}
            </Button>
            {facts === undefined ? (
              <Button
                type="submit"
                form={form}
                variant="primary"
                loading={look.isPending}
                disabled={nameProblem !== undefined || cluster.kubeconfig.trim() === ''}
              >
                {t('import.look')}
              </Button>
            ) : (
              <Button variant="primary" loading={add.isPending} onClick={() => add.mutate()}>
                {t('import.add')}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="clusters-import">
        <Stepper
          label={t('import.title')}
          steps={(['paste', 'check', 'done'] as const).map((id, index) => ({
            id,
            title: t(`import.step.${id}`),
            state: state(index),
          }))}
        />
        {step === 0 && (
          <form id={form} className="clusters-form" onSubmit={submit}>
            {look.error && <Refusal error={look.error} title={t('import.refused')} />}
            <KubeconfigField value={cluster.kubeconfig} onChange={setKubeconfig} />
            <TextField
              label={t('import.name')}
              description={t('import.name.help')}
              value={cluster.name}
              onValueChange={(name) => change({ name })}
              error={cluster.name !== '' && nameProblem !== undefined ? t(`import.name.${nameProblem}`) : undefined}
              required
              mono
            />
            <TextField
              label={t('import.displayName')}
              value={cluster.title}
              onValueChange={(title) => change({ title })}
            />
          </form>
        )}
        {step === 1 && facts !== undefined && (
          <>
            <Facts facts={facts} name={cluster.name} />
            {add.error && <Refusal error={add.error} title={t('import.failed')} />}
          </>
        )}
        {step === 2 && (
          <Callout tone="ok" role="status" title={t('import.done', { name: cluster.title || cluster.name })}>
            <Link to={`/clusters/${encodeURIComponent(cluster.name)}/nodes`}>{t('import.open')}</Link>
          </Callout>
        )}
      </div>
    </Dialog>
  );
}

function Facts({ facts, name }: { facts: ClusterFacts; name: string }) {
  const t = useT();
  const { server, kubernetesVersion, nodeCount, uid, certificateExpires } = facts;
  return (
    <DescriptionList
      items={[
        { term: t('import.name'), description: <code>{name}</code> },
        { term: t('column.server'), description: <code>{server}</code> },
        { term: t('column.version'), description: kubernetesVersion },
        { term: t('column.nodes'), description: nodeCount ?? t('import.nodes.hidden') },
        { term: t('import.uid'), description: <code>{uid}</code> },
        {
          term: t('import.expires'),
          description:
            certificateExpires === undefined ? t('import.noCertificate') : <Time value={certificateExpires} />,
        },
      ]}
    />
  );
}

function problemOf(name: string, taken: readonly string[]): 'invalid' | 'taken' | undefined {
  if (!NAME.test(name)) return 'invalid';
  return taken.includes(name) ? 'taken' : undefined;
}
