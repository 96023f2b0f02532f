import { useExtension, useT } from '@luban/sdk';
import { Button, Dialog, toast } from '@luban/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { renewKubeconfig } from './clusters-api.ts';
import { KubeconfigField } from './KubeconfigField.tsx';
import { Refusal } from './Refusal.tsx';
import type { Cluster } from './use-clusters.ts';

/** Another kubeconfig for a cluster that is here already. */
export default function RenewDialog({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const t = useT();
  const { fetch } = useExtension();
  const form = useId();
  const [kubeconfig, setKubeconfig] = useState('');
  const renew = useMutation({
    mutationFn: () => renewKubeconfig(fetch, cluster.name, kubeconfig),
    onSuccess: () => {
      toast({ title: t('renew.done', { name: cluster.title }), tone: 'ok' });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kubeconfig.trim() !== '') renew.mutate();
  };
  return (
    <Dialog
      open
      size="lg"
      keepOnOutsideClick
      onOpenChange={(open) => open || renew.isPending || onClose()}
      title={t('renew.title', { name: cluster.title })}
      description={t('renew.help')}
      footer={
        <>
          <Button onClick={onClose} disabled={renew.isPending}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            loading={renew.isPending}
            disabled={kubeconfig.trim() === ''}
          >
            {t('renew.action')}
          </Button>
        </>
      }
    >
      <form id={form} className="clusters-form" onSubmit={submit}>
        <KubeconfigField
          value={kubeconfig}
          onChange={(text) => {
            setKubeconfig(text);
            renew.reset();
          }}
        />
        {renew.error && <Refusal error={renew.error} title={t('renew.refused')} />}
      </form>
    </Dialog>
  );
}
