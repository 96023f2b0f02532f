import { useExtension, useT } from '@luban/sdk';
import { ConfirmDialog } from '@luban/ui';
import { useQueryClient } from '@tanstack/react-query';
import { purge, type RemainingItem } from '../actions/center-actions.ts';
import { keys } from '../queries.ts';
import { readable } from '../shared/error-text.ts';
import { holdsData, keyOf } from './remains.ts';

interface Props {
  readonly extension: string;
  readonly items: readonly RemainingItem[];
  readonly onClose: () => void;
  /** With what could not be deleted. */
  readonly onDone: (failed: { item: RemainingItem; reason: string }[]) => void;
}

/** Says once more what is deleted. What holds data takes the name of the extension to be typed. */
export function PurgeDialog({ extension, items, onClose, onDone }: Props) {
  const t = useT();
  const { fetch } = useExtension();
  const client = useQueryClient();
  const data = items.filter(holdsData);
  const confirm = async () => {
    const { failed } = await purge(fetch, extension, items).catch(readable);
    onDone(failed);
    await client.invalidateQueries({ queryKey: keys.installations });
  };
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => open || onClose()}
      title={t(items.length === 1 ? 'remains.purge.title.one' : 'remains.purge.title', { count: items.length })}
      description={
        <>
          <p>{t('remains.purge.help')}</p>
          {data.length > 0 && (
            <>
              <p>{t('remains.purge.data')}</p>
              <ul className="center-problems">
                {data.map((item) => (
                  <li key={keyOf(item)}>
                    <code>
                      {item.kind} {item.name}
                    </code>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      }
      {...(data.length > 0 && { typeToConfirm: extension })}
      confirmLabel={t('remains.purge.confirm')}
      onConfirm={confirm}
    />
  );
}
