import { useLocale, useT, useTabs } from '@luban/sdk';
import { EmptyState, LinkButton, PageHeader, Skeleton, Tabs } from '@luban/ui';
import { lazy, type ReactNode, Suspense } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { Installation } from '../center-api.ts';
import { INTERFACE_TYPE, type InterfaceRow, useInterfaces } from '../conflicts/kernel-extensions.ts';
import { HealthTab } from '../installation/HealthTab.tsx';
import { HistoryTab } from '../installation/HistoryTab.tsx';
import { InstallationHeader } from '../installation/InstallationHeader.tsx';
import '../installation/installation.css';
import { LogTab } from '../installation/LogTab.tsx';
import { Notices } from '../installation/Notices.tsx';
import { OverviewTab } from '../installation/OverviewTab.tsx';
import { type TabName, tabsOf } from '../installation/page-tabs.ts';
import { useInstallation } from '../queries.ts';
import { PageState } from '../shared/PageState.tsx';
import '../shared/shared.css';
import { textIn } from '../texts.ts';
import { extensionUrl, INSTALLED } from '../urls.ts';
import { useCenterEvents } from '../use-center-events.ts';

const ConfigurationTab = lazy(() => import('../installation/ConfigurationTab.tsx'));
const ClustersTab = lazy(() => import('../installation/ClustersTab.tsx'));
const InForceTab = lazy(() => import('../installation/InForceTab.tsx'));

/** One installed extension: how it is, what was done with it, and everything that can be. The tab is in the URL. */
export default function InstallationPage() {
  useCenterEvents();
  const t = useT();
  const { name = '' } = useParams();
  const query = useInstallation(name);
  return (
    <div className="center-page">
      <PageState
        query={query}
        failed={t('installed.detail.failed', { name })}
        resource="kubesphere.io/extensions"
        skeleton="detail"
        head={<Head name={name} />}
        absent={<Absent name={name} />}
      >
        {/* What was read of an installation that has gone since is of no use. */}
        {(data) => (isGone(query.error) ? null : <Installed key={data.name} installation={data} />)}
      </PageState>
    </div>
  );
}

const isGone = (error: unknown) => error instanceof Error && 'status' in error && error.status === 404;

function Head({ name }: { name: string }) {
  const t = useT();
  return <PageHeader breadcrumbs={[{ label: t('installed.title'), href: INSTALLED }, { label: name }]} title={name} />;
}

function Absent({ name }: { name: string }) {
  const t = useT();
  return (
    <>
      <Head name={name} />
      <EmptyState
        kind="nothing"
        title={t('installed.absent', { name })}
        description={t('installed.absent.help')}
        action={
          <>
            <LinkButton href={INSTALLED}>{t('installed.absent.list')}</LinkButton>{' '}
            <LinkButton href={extensionUrl(name)}>{t('installed.absent.market')}</LinkButton>
          </>
        }
      />
    </>
  );
}

interface PageTab {
  value: string;
  label: ReactNode;
  count?: number;
  content: () => ReactNode;
}

function Installed({ installation }: { installation: Installation }) {
  const t = useT();
  const locale = useLocale();
  const [params, setParams] = useSearchParams();
  const title = textIn(installation.displayName, locale) || installation.name;
  const tabs = [...useOwnTabs(installation, title), ...useContributedTabs(installation.name)];
  const tab = tabs.find(({ value }) => value === params.get('tab')) ?? tabs[0];
  const show = (next: string) =>
    setParams(
      (current) => {
        const changed = new URLSearchParams(current);
        if (next === 'overview') changed.delete('tab');
        else changed.set('tab', next);
        return changed;
      },
      { replace: true },
    );
  return (
    <>
      <InstallationHeader
        installation={installation}
        title={title}
        tabs={
          <Tabs
            label={t('installed.tabs', { title })}
            value={tab?.value ?? 'overview'}
            onValueChange={show}
            tabs={tabs.map(({ value, label, count }) => ({ value, label, ...(count !== undefined && { count }) }))}
          />
        }
      />
      <Notices installation={installation} title={title} />
      <div className="installation-body">
        <Suspense fallback={<Skeleton shape="detail" />}>{tab?.content()}</Suspense>
      </div>
    </>
  );
}

function useOwnTabs(installation: Installation, title: string): PageTab[] {
  const t = useT();
  const contents: Record<TabName, () => ReactNode> = {
    overview: () => <OverviewTab installation={installation} title={title} />,
    log: () => <LogTab installation={installation} />,
    configuration: () => <ConfigurationTab installation={installation} title={title} />,
    clusters: () => <ClustersTab installation={installation} title={title} />,
    history: () => <HistoryTab installation={installation} title={title} />,
    health: () => <HealthTab installation={installation} />,
    adds: () => <InForceTab installation={installation} shown="adds" />,
    permissions: () => <InForceTab installation={installation} shown="permissions" />,
  };
  const counts: Partial<Record<TabName, number>> = {
    clusters: installation.agents.length,
    history: installation.runs.length,
  };
  return tabsOf(installation).map((value) => ({
    value,
    label: t(`installed.tab.${value}`),
    content: contents[value],
    ...((counts[value] ?? 0) > 0 && { count: counts[value] ?? 0 }),
  }));
}

/** What other extensions tell about an installed one. */
function useContributedTabs(name: string): PageTab[] {
  const tabs = useTabs<{ resource: InterfaceRow }>(INTERFACE_TYPE);
  const resource = useInterfaces().data?.extensions.find((row) => row.name === name);
  if (resource === undefined) return [];
  return tabs.map(({ key, title, render }) => ({ value: key, label: title, content: () => render({ resource }) }));
}
