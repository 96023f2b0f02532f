import { Button, Callout, Dialog } from '@luban/ui';
import { useRef, useState } from 'react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import type { LeaveQuestion } from '../leaving/leave-guard.ts';

/** Asked before unsaved work is left behind. Staying has the focus, so that Enter does no harm. */
export function LeaveDialog({ work, leave, onClose }: LeaveQuestion & { onClose(): void }) {
  const t = useText();
  const { kernel } = useHost();
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string>();
  const stay = useRef<HTMLButtonElement>(null);
  const canSave = work.every(({ save }) => save !== undefined);
  const go = () => {
    onClose();
    leave();
  };
  const saveAndGo = async () => {
    setSaving(true);
    setFailure(undefined);
    try {
      await Promise.all(work.map(({ save }) => save?.()));
      go();
    } catch (error) {
      setSaving(false);
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => open || saving || onClose()}
      title={t('leave.title')}
      initialFocus={stay}
      footer={
        <>
          <Button ref={stay} disabled={saving} onClick={onClose}>
            {t('leave.stay')}
          </Button>
          <Button variant={canSave ? 'secondary' : 'danger'} disabled={saving} onClick={go}>
            {t('leave.discard')}
          </Button>
          {canSave && (
            <Button variant="primary" loading={saving} onClick={saveAndGo}>
              {t('leave.save')}
            </Button>
          )}
        </>
      }
    >
      <ul className="shell-leave-list">
        {work.map(({ extension, message }, position) => (
          <li key={position}>
            <strong>
              <bdi>{kernel.extension(extension)?.displayName ?? extension}</bdi>
            </strong>
            <span>{message ?? t('leave.unsaved')}</span>
          </li>
        ))}
      </ul>
      {failure !== undefined && (
        <Callout tone="danger" role="alert" title={t('leave.saveFailed')}>
          {failure}
        </Callout>
      )}
    </Dialog>
  );
}
