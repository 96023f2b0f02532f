import { useT } from '@luban/sdk';
import { Badge, IconButton, LinkButton, Menu, type MenuEntry, PageHeader } from '@luban/ui';
import { type ReactNode, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Installation } from '../center-api.ts';
import { useInterfaces } from '../conflicts/kernel-extensions.ts';
import { firstPage } from '../detail/first-page.ts';
import { EnableSwitch } from '../installed/EnableSwitch.tsx';
import { InstallationState } from '../installed/InstallationState.tsx';
import { RunProgress } from '../progress/RunProgress.tsx';
import { useVersion } from '../queries.ts';
import { ExtensionIcon } from '../shared/ExtensionIcon.tsx';
import { isInstalled, isUnderWay } from '../shared/installation-state.ts';
import { useCanManage } from '../shared/use-rights.ts';
import { extensionUrl, INSTALLED, installUrl } from '../urls.ts';
import { RollbackDialog } from './RollbackDialog.tsx';
import { UninstallDialog } from './UninstallDialog.tsx';
import { useContributedActions } from './use-contributed-actions.ts';

interface Props {
  readonly installation: Installation;
  readonly title: string;
  readonly tabs: ReactNode;
}

/** What it is, how it is, and what can be done with it: the likeliest as buttons, the rest in a menu. */
export function InstallationHeader({ installation, title, tabs }: Props) {
  const t = useT();
  const { name, version, enabled, upgradeTo, progress, preinstalled, awaitingConsent } = installation;
  const mayManage = useCanManage() === true;
  const installed = isInstalled(installation);
  const about = useInterfaces().data?.extensions.find((row) => row.name === name)?.description;
  // The catalogue knows nothing of what was applied by hand.
  const shown = useVersion(name, installation.origin === 'plan' ? version : undefined).data;
  const page = installed && enabled ? firstPage(shown) : undefined;
  return (
    <PageHeader
      breadcrumbs={[{ label: t('installed.title'), href: INSTALLED }, { label: title }]}
      title={
        <span className="installation-title">
          <ExtensionIcon src={installation.icon} name={title} size={32} />
          <bdi>{title}</bdi>
        </span>
      }
      status={
        <span className="installation-status">
          {version !== undefined && <span className="center-muted">{version}</span>}
          <InstallationState installation={installation} />
          {progress !== undefined && <RunProgress {...progress} label={title} />}
          {preinstalled && <Badge>{t('installed.preinstalled')}</Badge>}
        </span>
      }
      description={
        <span className="installation-about" title={about}>
          <code>{name}</code>
          {about}
        </span>
      }
      actions={
        <>
          <span className="installation-switch">
            <span aria-hidden="true">{t('installed.column.enabled')}</span>
            <EnableSwitch installation={installation} title={title} />
          </span>
          {page !== undefined && <LinkButton href={page}>{t('installed.action.open')}</LinkButton>}
          {mayManage && upgradeTo !== undefined && installation.origin === 'plan' && !isUnderWay(installation) && (
            <LinkButton
              href={installUrl(name, upgradeTo)}
              variant={awaitingConsent === undefined ? 'primary' : 'secondary'}
              icon="arrow-up"
            >
              {t('installed.action.upgrade', { version: upgradeTo })}
            </LinkButton>
          )}
          <MoreActions installation={installation} title={title} />
        </>
      }
      tabs={tabs}
    />
  );
}

function MoreActions({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const navigate = useNavigate();
  const [, setParams] = useSearchParams();
  const [dialog, setDialog] = useState<'rollback' | 'uninstall'>();
  const mayManage = useCanManage() === true;
  const contributed = useContributedActions(installation.name);
  const { name, origin, preinstalled, rollbackTo, installationMode, configHidden, state } = installation;
  const quiet = !isUnderWay(installation);
  const show = (tab: string) => setParams({ tab });
  const own: MenuEntry[] = !mayManage
    ? []
    : [
        ...(rollbackTo !== undefined && quiet
          ? [
              {
                id: 'rollback',
                label: t('installed.action.rollback', { version: rollbackTo.version }),
                icon: 'undo' as const,
                onSelect: () => setDialog('rollback'),
              },
            ]
          : []),
        ...(origin === 'plan' && configHidden !== true
          ? [
              {
                id: 'configure',
                label: t('installed.action.configure'),
                icon: 'settings' as const,
                onSelect: () => show('configuration'),
              },
            ]
          : []),
        ...(installationMode === 'Multicluster' && origin === 'plan'
          ? [
              {
                id: 'clusters',
                label: t('installed.action.clusters'),
                icon: 'server' as const,
                onSelect: () => show('clusters'),
              },
            ]
          : []),
      ];
  // The product keeps its own parts: they can be switched off.
  const removable = mayManage && !preinstalled && (quiet || state === '' || installation.can.forceRemove);
  const entries: MenuEntry[] = [
    ...own,
    {
      id: 'market',
      label: t('installed.action.market'),
      icon: 'store',
      onSelect: () => navigate(extensionUrl(name)),
    },
    ...(contributed.length > 0 ? [{ kind: 'separator' as const, id: 'others' }, ...contributed] : []),
    ...(removable
      ? [
          { kind: 'separator' as const, id: 'end' },
          {
            id: 'uninstall',
            label: t('installed.action.uninstall'),
            icon: 'trash' as const,
            danger: true,
            onSelect: () => setDialog('uninstall'),
          },
        ]
      : []),
  ];
  return (
    <>
      <Menu
        align="end"
        items={entries}
        trigger={<IconButton icon="more" variant="secondary" label={t('installed.actions', { title })} />}
      />
      {dialog === 'rollback' && rollbackTo !== undefined && (
        <RollbackDialog
          installation={installation}
          title={title}
          to={rollbackTo}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'uninstall' && (
        <UninstallDialog installation={installation} title={title} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}
