import { useExtension, useT } from '@luban/sdk';
import { ConfirmDialog } from '@luban/ui';
import { useQueryClient } from '@tanstack/react-query';
import type { Repository } from '../center-api.ts';
import { useCards } from '../marketplace/use-cards.ts';
import { keys } from '../queries.ts';
import { CenterError } from '../shared/center-error.ts';
import { isInstalled } from '../shared/installation-state.ts';
import { deleteRepository } from './repositories-api.ts';

/** Says what becomes of a repository's extensions before it goes. */
export default function DeleteDialog({ repository, onClose }: { repository: Repository; onClose: () => void }) {
  const t = useT();
  const { fetch } = useExtension();
  const client = useQueryClient();
  const { name } = repository;
  const installed = useCards().cards.filter((card) => card.repository === name && isInstalled(card.installation));
  const names = installed.map((card) => card.name).join(', ');
  const remove = async () => {
    try {
      await deleteRepository(fetch, name);
    } catch (error) {
      if (!(error instanceof CenterError)) throw error;
      throw new Error(`${error.message} ${error.cure} (${error.code})`);
    }
    void client.invalidateQueries({ queryKey: keys.repositories });
  };
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => open || onClose()}
      title={t('repositories.delete.title', { name })}
      description={
        <>
          <p>{t('repositories.delete.help', { count: Math.max(0, repository.extensions - installed.length) })}</p>
          {installed.length > 0 && <p>{t('repositories.delete.installed', { names })}</p>}
        </>
      }
      confirmLabel={t('repositories.delete')}
      onConfirm={remove}
    />
  );
}
