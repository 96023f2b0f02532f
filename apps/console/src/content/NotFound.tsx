import { useReadable } from '@luban/kernel/react';
import { Button, EmptyState } from '@luban/ui/shell';
import { useEffect, useState } from 'react';
import type { Page } from '../frame/use-page.ts';
import { useHost } from '../host/console-host.ts';
import { type ExtensionSummary, enableExtension, listExtensions } from '../host/extensions-api.ts';
import { useText } from '../i18n/text.ts';
import { likelyOwners } from './likely-owners.ts';

/** No route has this URL. Names the extensions that are switched off or could not be used and may have had it. */
export function NotFound({ page }: { page: Page }) {
  const t = useText();
  const host = useHost();
  const skipped = useReadable(host.kernel.index, (index) => index.skipped);
  const disabled = useDisabledExtensions(page.pathname);
  const unusable = [...new Set(skipped.filter((item) => item.item === undefined).map((item) => item.extension))];

  return (
    <EmptyState
      kind="unavailable"
      title={<h1>{t('notFound.title')}</h1>}
      description={
        <>
          <p>
            {t('notFound.text')} <code>{page.pathname}</code>
          </p>
          {disabled.length > 0 && <p>{t('notFound.disabled', { count: disabled.length })}</p>}
          {disabled.length > 0 && (
            <ul className="shell-owners">
              {disabled.map((extension) => (
                <li key={extension.name}>
                  <bdi>{extension.displayName}</bdi>
                  <Button size="sm" onClick={() => void enableExtension(host, extension.name)}>
                    {t('notFound.enable')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {unusable.length > 0 && (
            <p>
              {t('notFound.skipped', { extensions: unusable.slice(0, 5).join(', ') })}{' '}
              <button
                type="button"
                className="shell-text-button"
                onClick={() => host.overlays.open({ kind: 'findings' })}
              >
                {t('findings.open')}
              </button>
            </p>
          )}
        </>
      }
      action={
        <Button variant="secondary" onClick={() => host.navigate('/')}>
          {t('notFound.home')}
        </Button>
      }
    />
  );
}

/** Asked for when somebody stands before the closed door, and at no other time. */
function useDisabledExtensions(pathname: string): ExtensionSummary[] {
  const { kernel } = useHost();
  const revision = useReadable(kernel.index, (index) => index.revision);
  const [extensions, setExtensions] = useState<ExtensionSummary[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is enabled changes with the index
  useEffect(() => {
    let stale = false;
    void listExtensions().then((result) => {
      if (!stale && result.ok) setExtensions(result.value.extensions);
    });
    return () => {
      stale = true;
    };
  }, [revision]);
  return likelyOwners(
    extensions.filter((extension) => extension.state === 'Disabled'),
    pathname,
  );
}
