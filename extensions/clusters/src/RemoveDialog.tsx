import { useExtension, useT } from '@luban/sdk';
import { ConfirmDialog } from '@luban/ui';
import { removeCluster } from './clusters-api.ts';
import type { Cluster } from './use-clusters.ts';

/** Asks before the console forgets a cluster. */
export default function RemoveDialog({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const t = useT();
  const { fetch } = useExtension();
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => open || onClose()}
      title={t('remove.title', { name: cluster.title })}
      description={t('remove.help')}
      confirmLabel={t('remove.confirm')}
      typeToConfirm={cluster.name}
      onConfirm={() => removeCluster(fetch, cluster.name, cluster.uid)}
    />
  );
}
