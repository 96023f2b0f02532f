import { useReadable } from '@luban/kernel/react';
import { Button, Dialog } from '@luban/ui';
import { useRef } from 'react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';

/** Explains the search for a faulty extension and starts it. What follows is asked in the bar above the content. */
export function BisectDialog({ onClose }: { onClose(): void }) {
  const t = useText();
  const { kernel } = useHost();
  const candidates = useReadable(
    kernel.index,
    (index) => index.extensions.filter(({ state, origin }) => state === 'indexed' && origin === 'installed').length,
  );
  const startButton = useRef<HTMLButtonElement>(null);
  const start = () => {
    kernel.bisect.start();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('help.bisect')}
      description={t('bisect.text')}
      initialFocus={startButton}
      footer={
        <>
          <Button onClick={() => window.location.assign('?safe')}>{t('bisect.safe')}</Button>
          <Button ref={startButton} variant="primary" disabled={candidates === 0} onClick={start}>
            {t('bisect.start')}
          </Button>
        </>
      }
    >
      <p>
        {candidates === 0
          ? t('bisect.nothing')
          : t('bisect.plan', { count: candidates, steps: Math.ceil(Math.log2(candidates)) + 2 })}
      </p>
    </Dialog>
  );
}
