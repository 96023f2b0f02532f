import { Icon } from '@luban/ui/shell';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';

/** Says that installed extensions are off, as long as they are, and how to have them back. */
export function SafeModeBanner() {
  const t = useText();
  const { kernel } = useHost();
  if (!kernel.safe) return null;
  return (
    <div className="shell-banner" role="status" data-tone="warning">
      <Icon name="shield" />
      <p>
        <strong>{t('safe.title')}</strong> {t('safe.text')}
      </p>
      <button
        type="button"
        className="shell-text-button"
        onClick={() => window.location.assign(withoutSafe(window.location))}
      >
        {t('safe.leave')}
      </button>
    </div>
  );
}

export function withoutSafe({ pathname, search }: { pathname: string; search: string }): string {
  const params = new URLSearchParams(search);
  params.delete('safe');
  const rest = params.toString();
  return rest === '' ? pathname : `${pathname}?${rest}`;
}
