import { Link, useT } from '@luban/sdk';
import { Badge, LinkButton, Status, Table, Time } from '@luban/ui';
import type { ExtensionDetail, VersionSummary } from '../center-api.ts';
import { isUnderWay } from '../shared/installation-state.ts';
import { ProblemList, ProblemText } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { extensionUrl, installUrl } from '../urls.ts';

/** All versions, the newest first: which one fits and which does not, and why. */
export function VersionsTab({ detail: { card, versions, installation } }: { detail: ExtensionDetail }) {
  const t = useT();
  const at = versions.findIndex(({ version }) => version === installation?.version);
  const actionOf = (version: string) => {
    if (at < 0) return 'install';
    return versions.findIndex((entry) => entry.version === version) < at ? 'upgrade' : 'downgrade';
  };
  const mayInstall = useCanManage() === true && !isUnderWay(installation) && installation?.preinstalled !== true;
  return (
    <Table<VersionSummary>
      label={t('detail.tab.versions')}
      rows={versions}
      rowKey={({ version }) => version}
      columns={[
        {
          id: 'version',
          header: t('detail.column.version'),
          width: 220,
          cell: ({ version, recommended, installed, withdrawn }) => (
            <span className="detail-version-name">
              <Link className="lb-link" to={extensionUrl(card.name, { version, tab: 'versions' })}>
                {version}
              </Link>
              {recommended && <Badge tone="accent">{t('detail.version.recommended')}</Badge>}
              {installed && <Badge>{t('detail.version.installed')}</Badge>}
              {withdrawn && <Badge tone="warning">{t('detail.version.withdrawn')}</Badge>}
            </span>
          ),
        },
        {
          id: 'fits',
          header: t('detail.column.fits'),
          cell: ({ reasons, problem }) =>
            problem !== undefined ? (
              <span className="detail-reasons">
                <Status tone="danger">{t('detail.version.broken')}</Status>
                <ProblemText problem={problem} />
              </span>
            ) : reasons.length === 0 ? (
              <Status tone="ok">{t('detail.fits')}</Status>
            ) : (
              <span className="detail-reasons">
                <Status tone="warning">{t('detail.version.unfit')}</Status>
                <ProblemList problems={reasons} />
              </span>
            ),
        },
        {
          id: 'repository',
          header: t('detail.fact.repository'),
          width: 160,
          hideWhenNarrow: true,
          cell: ({ repository }) => repository ?? t('marketplace.repository.none'),
        },
        {
          id: 'created',
          header: t('detail.fact.created'),
          width: 140,
          hideWhenNarrow: true,
          cell: ({ created }) => (created === undefined ? '–' : <Time value={created} />),
        },
        {
          id: 'action',
          header: <span className="lb-hidden">{t('common.actions')}</span>,
          width: 112,
          align: 'end',
          cell: ({ version, installed, problem }) =>
            mayInstall &&
            !installed &&
            problem === undefined && (
              <LinkButton
                size="sm"
                href={installUrl(card.name, version)}
                aria-label={t(`detail.action.${actionOf(version)}`, { version })}
              >
                {t(`detail.action.${actionOf(version)}.short`)}
              </LinkButton>
            ),
        },
      ]}
    />
  );
}
