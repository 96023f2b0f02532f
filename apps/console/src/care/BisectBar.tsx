import type { Bisect } from '@luban/kernel';
import { useReadable } from '@luban/kernel/react';
import { Button, Icon } from '@luban/ui/shell';
import type { ReactNode } from 'react';
import { type ConsoleHost, useHost } from '../host/console-host.ts';
import { disableExtension } from '../host/extensions-api.ts';
import { text, useText } from '../i18n/text.ts';

/** Stands above the content while a faulty extension is looked for, so that the page can be tried at each step. */
export function BisectBar() {
  const t = useText();
  const host = useHost();
  const { bisect } = host.kernel;
  const state = useReadable(bisect.state);
  if (state === undefined) return null;

  if (state.outcome !== undefined) {
    const { title, description, culprit } = outcomeText(host, state.outcome);
    return (
      <Banner tone="warning" title={title} description={description}>
        {culprit !== undefined && (
          <Button size="sm" onClick={() => disableExtension(host, culprit)}>
            {t('extensions.disable')}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={bisect.stop}>
          {t('bisect.close')}
        </Button>
      </Banner>
    );
  }
  return (
    <Banner
      tone="info"
      title={t('bisect.step', { step: state.step, steps: state.steps })}
      description={`${t('bisect.off', { count: state.off.length })} ${t('bisect.question')}`}
    >
      <Button size="sm" onClick={() => bisect.answer('broken')}>
        {t('bisect.broken')}
      </Button>
      <Button size="sm" onClick={() => bisect.answer('fine')}>
        {t('bisect.fine')}
      </Button>
      <Button size="sm" variant="ghost" onClick={bisect.stop}>
        {t('bisect.stop')}
      </Button>
    </Banner>
  );
}

interface BannerProps {
  tone: 'info' | 'warning';
  title: string;
  description: string;
  children: ReactNode;
}

function Banner({ tone, title, description, children }: BannerProps) {
  return (
    <div className="shell-banner" role="status" data-tone={tone}>
      <Icon name="bug" />
      <p>
        <strong>{title}</strong> {description}
      </p>
      <span className="shell-banner-actions">{children}</span>
    </div>
  );
}

function outcomeText({ kernel }: ConsoleHost, outcome: NonNullable<Bisect['outcome']>) {
  // The one at fault is switched off, so the index does not hold it.
  const known = kernel.statuses.get();
  const nameOf = (name: string) => known.find((status) => status.name === name)?.displayName ?? name;
  switch (outcome.kind) {
    case 'culprit':
      return {
        title: text('bisect.found', { extension: nameOf(outcome.extension) }),
        description: text('bisect.foundText'),
        culprit: outcome.extension,
      };
    case 'together':
      return {
        title: text('bisect.together', { extensions: outcome.extensions.map(nameOf).join(', ') }),
        description: text('bisect.togetherText'),
      };
    case 'none':
      return { title: text('bisect.none'), description: text('bisect.noneText') };
  }
}
