import { useT } from '@luban/sdk';
import { LinkButton } from '@luban/ui';
import type { ExtensionDetail, VersionDetail, VersionSummary } from '../center-api.ts';
import { isInstalled, isUnderWay } from '../shared/installation-state.ts';
import { useCanManage } from '../shared/use-rights.ts';
import { installationUrl, installUrl } from '../urls.ts';
import { firstPage } from './first-page.ts';

interface Props {
  readonly detail: ExtensionDetail;
  readonly chosen: VersionSummary | undefined;
  readonly version: VersionDetail | undefined;
}

/** Install, upgrade, go back, open, manage: what makes sense in the state that the extension is in. */
export function HeaderActions({ detail, chosen, version }: Props) {
  const t = useT();
  const mayInstall = useCanManage() === true;
  const { card, versions, installation } = detail;
  const installed = isInstalled(installation);
  const page = installation?.enabled && installed ? firstPage(version) : undefined;
  const order = (text: string | undefined) => versions.findIndex((entry) => entry.version === text);
  const at = order(installation?.version);
  // The newest is the first of them.
  const newer = chosen !== undefined && at >= 0 && order(chosen.version) < at;
  const other = chosen !== undefined && chosen.version !== installation?.version;
  const fits = chosen !== undefined && chosen.reasons.length === 0;
  const key = !installed ? 'install' : newer || at < 0 ? 'upgrade' : 'downgrade';
  const offers =
    mayInstall && chosen !== undefined && other && !isUnderWay(installation) && !installation?.preinstalled;
  return (
    <>
      {page !== undefined && <LinkButton href={page}>{t('detail.action.open')}</LinkButton>}
      {installation !== undefined && (
        <LinkButton href={installationUrl(card.name)}>
          {t(isUnderWay(installation) ? 'detail.action.follow' : 'detail.action.manage')}
        </LinkButton>
      )}
      {offers && (
        <LinkButton
          href={installUrl(card.name, chosen.version)}
          variant={fits && key !== 'downgrade' ? 'primary' : 'secondary'}
          icon={key === 'downgrade' ? 'undo' : 'download'}
        >
          {t(`detail.action.${key}`, { version: chosen.version })}
        </LinkButton>
      )}
    </>
  );
}
