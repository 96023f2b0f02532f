import { useLocale, useT } from '@luban/sdk';
import { Skeleton, Tabs } from '@luban/ui';
import { lazy, type ReactNode, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import type { ExtensionDetail, VersionDetail } from '../center-api.ts';
import { useVersion } from '../queries.ts';
import { NamedExtension } from '../shared/NamedExtension.tsx';
import { PageState } from '../shared/PageState.tsx';
import { ProblemList } from '../shared/Refusal.tsx';
import { entryIn, textIn } from '../texts.ts';
import { AddsTab } from './AddsTab.tsx';
import { DependenciesTab } from './DependenciesTab.tsx';
import { ChangelogTab, OverviewTab } from './OverviewTab.tsx';
import './detail.css';
import { DetailHeader } from './DetailHeader.tsx';
import { PermissionsTab } from './PermissionsTab.tsx';
import { VersionNotices } from './VersionNotices.tsx';
import { VersionsTab } from './VersionsTab.tsx';

const ConfigurationTab = lazy(() => import('./ConfigurationTab.tsx'));

/** One extension of the catalogue: what it is, what it brings and asks for, version by version. Version and tab are in the URL. */
export default function ExtensionPage() {
  return <NamedExtension skeleton="detail">{(detail) => <Extension detail={detail} />}</NamedExtension>;
}

type TabName = 'overview' | 'changelog' | 'versions' | 'adds' | 'permissions' | 'dependencies' | 'configuration';

function Extension({ detail }: { detail: ExtensionDetail }) {
  const t = useT();
  const locale = useLocale();
  const [params, setParams] = useSearchParams();
  const { card, versions } = detail;
  const asked = params.get('version');
  const chosen =
    versions.find(({ version }) => version === asked) ??
    versions.find(({ version }) => version === card.recommendedVersion) ??
    versions[0];
  const query = useVersion(card.name, chosen?.version);
  const title = textIn(card.displayName, locale) || card.name;
  const set = (key: string, value: string | undefined) =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        if (value === undefined) next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );

  const version = query.data;
  const tabs = tabsOf(detail, version, t);
  const tab = tabs.find(({ value }) => value === params.get('tab')) ?? tabs[0];
  return (
    <>
      <DetailHeader
        detail={detail}
        version={version}
        chosen={chosen}
        title={title}
        provider={entryIn(card.provider, locale)?.value}
        onVersion={(next) => set('version', next)}
        tabs={
          <Tabs<TabName>
            label={t('detail.tabs', { name: title })}
            value={tab?.value ?? 'overview'}
            onValueChange={(next) => set('tab', next === 'overview' ? undefined : next)}
            tabs={tabs.map(({ value, label, count }) => ({ value, label, ...(count !== undefined && { count }) }))}
          />
        }
      />
      <VersionNotices detail={detail} chosen={chosen} asked={asked} />
      <div className="detail-body">
        {version !== undefined && version.warnings.length > 0 && (
          <div className="detail-warnings">
            <ProblemList problems={version.warnings} />
          </div>
        )}
        <PageState
          query={query}
          failed={t('detail.version.failed', { version: chosen?.version ?? '' })}
          resource="kubesphere.io/extensions"
          skeleton="detail"
        >
          {() => <Suspense fallback={<Skeleton shape="detail" />}>{tab?.content()}</Suspense>}
        </PageState>
      </div>
    </>
  );
}

interface DetailTab {
  value: TabName;
  label: string;
  count?: number;
  content: () => ReactNode;
}

function tabsOf(detail: ExtensionDetail, version: VersionDetail | undefined, t: ReturnType<typeof useT>): DetailTab[] {
  const tab = (value: TabName, content: (version: VersionDetail) => ReactNode, count?: number): DetailTab => ({
    value,
    label: t(`detail.tab.${value}`),
    content: () => version && content(version),
    ...(count !== undefined && count > 0 && { count }),
  });
  const none = version !== undefined && Object.keys(version.changelog).length === 0;
  return [
    tab('overview', (data) => <OverviewTab detail={detail} version={data} />),
    ...(none ? [] : [tab('changelog', (data) => <ChangelogTab version={data} />)]),
    tab('versions', () => <VersionsTab detail={detail} />, detail.versions.length),
    tab('adds', (data) => <AddsTab version={data} />),
    tab('permissions', (data) => <PermissionsTab version={data} />, version?.permissions.rules.length),
    tab(
      'dependencies',
      (data) => <DependenciesTab version={data} />,
      version && version.dependencies.length + version.dependants.length,
    ),
    tab('configuration', (data) => <ConfigurationTab version={data} />),
  ];
}
