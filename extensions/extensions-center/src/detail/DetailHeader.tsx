import { Link, useT } from '@luban/sdk';
import { PageHeader, Select, Status } from '@luban/ui';
import type { ReactNode } from 'react';
import type { Card, ExtensionDetail, VersionDetail, VersionSummary } from '../center-api.ts';
import { ExtensionIcon } from '../shared/ExtensionIcon.tsx';
import { stateWord } from '../shared/installation-state.ts';
import { SafeLink } from '../shared/safe-link.tsx';
import { installationUrl, MARKETPLACE } from '../urls.ts';
import { HeaderActions } from './HeaderActions.tsx';

interface Props {
  readonly detail: ExtensionDetail;
  readonly version: VersionDetail | undefined;
  readonly chosen: VersionSummary | undefined;
  readonly title: string;
  readonly provider: Card['provider'][string] | undefined;
  readonly onVersion: (version: string) => void;
  readonly tabs: ReactNode;
}

/** What the extension is called, whose it is, which version is looked at, and what can be done with it. */
export function DetailHeader({ detail, version, chosen, title, provider, onVersion, tabs }: Props) {
  const t = useT();
  const { card, versions, installation } = detail;
  const state = stateWord(installation);
  return (
    <PageHeader
      breadcrumbs={[{ label: t('marketplace.title'), href: MARKETPLACE }, { label: title }]}
      title={
        <span className="detail-title">
          <ExtensionIcon src={card.icon} name={title} size={32} />
          <bdi>{title}</bdi>
        </span>
      }
      status={
        installation !== undefined &&
        state !== undefined && (
          <Link to={installationUrl(card.name)}>
            <Status tone={state.tone}>
              {t(state.key)} {installation.version}
            </Status>
          </Link>
        )
      }
      description={
        <span className="detail-by">
          <code>{card.name}</code>
          {provider?.name !== undefined && (
            <SafeLink href={provider.url ?? (provider.email === undefined ? undefined : `mailto:${provider.email}`)}>
              {provider.name}
            </SafeLink>
          )}
        </span>
      }
      actions={
        <>
          <Select
            className="detail-version"
            label={t('detail.version')}
            hideLabel
            value={chosen?.version ?? null}
            onValueChange={onVersion}
            items={versions.map((entry) => ({
              value: entry.version,
              label: entry.version,
              ...(noteOf(entry, t) !== undefined && { description: noteOf(entry, t) }),
            }))}
          />
          <HeaderActions detail={detail} chosen={chosen} version={version} />
        </>
      }
      tabs={tabs}
    />
  );
}

function noteOf({ installed, recommended, reasons }: VersionSummary, t: ReturnType<typeof useT>): string | undefined {
  if (installed) return t('detail.version.installed');
  if (recommended) return t('detail.version.recommended');
  return reasons.length > 0 ? t('detail.version.unfit') : undefined;
}
