import { useT } from '@luban/sdk';
import { ConfirmDialog } from '@luban/ui';
import { readable } from '../shared/error-text.ts';

interface Props {
  readonly title: string;
  /** Titles of the extensions that need it. */
  readonly dependants: readonly string[];
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is switched off that others need. */
export function DisableDialog({ title, dependants, onConfirm, onClose }: Props) {
  const t = useT();
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => open || onClose()}
      title={t('installed.disable.title', { title })}
      description={
        <>
          <p>{t('installed.disable.needed')}</p>
          <ul className="installed-dependants">
            {dependants.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          <p>{t('installed.disable.help')}</p>
        </>
      }
      confirmLabel={t('installed.disable.confirm')}
      onConfirm={() => onConfirm().catch(readable)}
    />
  );
}
