import { useT } from '@luban/sdk';
import { Status } from '@luban/ui';
import type { InstalledExtension } from './installed-extensions.ts';

/** In order, switched off, or the number of its first problem. */
export function ExtensionState({ extension: { state, problems } }: { extension: InstalledExtension }) {
  const t = useT();
  if (problems.length > 0) return <Status tone="danger">{problems[0]?.code}</Status>;
  return state === 'Available' ? (
    <Status tone="ok">{t('state.Available')}</Status>
  ) : (
    <Status tone="neutral">{t('state.Disabled')}</Status>
  );
}
