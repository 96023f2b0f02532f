import { useT } from '@luban/sdk';
import { ConfirmDialog, Time } from '@luban/ui';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { readable } from '../shared/error-text.ts';

interface Props {
  readonly installation: Installation;
  readonly title: string;
  readonly to: NonNullable<Installation['rollbackTo']>;
  readonly onClose: () => void;
}

/** Goes back to the version before, with the configuration that it had. */
export function RollbackDialog({ installation, title, to, onClose }: Props) {
  const t = useT();
  const decision = useDecision(installation.name, title);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('installed.rollback.title', { title, version: to.version })}
      description={
        <>
          <p>
            {t('installed.rollback.help', { version: to.version })} <Time value={to.at} />
          </p>
          {to.config !== installation.config && <p>{t('installed.rollback.config')}</p>}
        </>
      }
      confirmLabel={t('installed.rollback.confirm')}
      onConfirm={async () => {
        await decision.mutateAsync({ action: 'rollback', body: {} }).catch(readable);
      }}
    />
  );
}
