import { useT } from '@luban/sdk';
import { Dialog, IconButton } from '@luban/ui';
import { type KeyboardEvent, useState } from 'react';

/** Pictures of the extension at work; one is shown large, and the arrow keys go through them. */
export function Screenshots({ urls }: { urls: readonly string[] }) {
  const t = useT();
  const [open, setOpen] = useState<number>();
  const [broken, setBroken] = useState<readonly string[]>([]);
  const shown = urls.filter((url) => !broken.includes(url));
  if (shown.length === 0) return null;
  const go = (step: number) => setOpen((now) => now && ((now - 1 + step + shown.length) % shown.length) + 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    go(step);
  };
  const label = (number: number) => t('detail.screenshot', { number, of: shown.length });
  const url = open === undefined ? undefined : shown[open - 1];
  return (
    <>
      <ul className="detail-shots" aria-label={t('detail.screenshots')}>
        {shown.map((source, index) => (
          <li key={source}>
            <button type="button" className="detail-shot" onClick={() => setOpen(index + 1)}>
              <img
                src={source}
                alt={label(index + 1)}
                loading="lazy"
                decoding="async"
                onError={() => setBroken((known) => [...known, source])}
              />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && url !== undefined && (
        <Dialog
          open
          size="lg"
          className="detail-shot-dialog"
          onOpenChange={(isOpen) => isOpen || setOpen(undefined)}
          title={label(open)}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a shortcut for the two buttons. */}
          <div className="detail-shot-large" onKeyDown={onKeyDown}>
            <IconButton icon="chevron-left" label={t('detail.screenshot.previous')} onClick={() => go(-1)} />
            <img src={url} alt={label(open)} />
            <IconButton icon="chevron-right" label={t('detail.screenshot.next')} onClick={() => go(1)} />
          </div>
        </Dialog>
      )}
    </>
  );
}
