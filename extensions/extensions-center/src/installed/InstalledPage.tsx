import { Slot, useT, useTypedSearch } from '@luban/sdk';
import { Button, EmptyState, LinkButton, PageHeader } from '@luban/ui';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import type { InstallationSummary, Installations } from '../center-api.ts';
import { Conflicts } from '../conflicts/Conflicts.tsx';
import { Quarantine } from '../conflicts/Quarantine.tsx';
import { useInstallations } from '../queries.ts';
import { LeftBehind } from '../remains/LeftBehind.tsx';
import { PageState } from '../shared/PageState.tsx';
import '../shared/shared.css';
import { MARKETPLACE } from '../urls.ts';
import { useCenterEvents } from '../use-center-events.ts';
import { InstalledBar } from './InstalledBar.tsx';
import { InstalledTable } from './InstalledTable.tsx';
import './installed.css';
import { selectInstallations, useInstalledView } from './installed-view.ts';

/** All that is installed, how it is, and what is left of what was. */
export default function InstalledPage() {
  useCenterEvents();
  const t = useT();
  const query = useInstallations();
  return (
    <div className="center-page">
      <PageHeader
        title={t('installed.title')}
        description={t('installed.description')}
        actions={
          <LinkButton href={MARKETPLACE} icon="store">
            {t('installed.find')}
          </LinkButton>
        }
      />
      <PageState query={query} failed={t('installed.failed')} resource="kubesphere.io/extensions" skeleton="table">
        {(data) => <Listed data={data} />}
      </PageState>
    </div>
  );
}

function Listed({ data }: { data: Installations }) {
  const t = useT();
  const [view, setView] = useInstalledView();
  const [typed, setTyped] = useTypedSearch(view.search, (search) => setView({ search }));
  const rows = selectInstallations(data.installations, { search: typed, filters: view.filters });
  useTargetInSight();
  const clear = () => {
    setTyped('');
    setView({ search: '', filters: [] });
  };
  return (
    <div className="installed-body">
      <Quarantine installations={data.installations} />
      <InstalledBar
        view={view}
        onView={setView}
        search={typed}
        onSearch={setTyped}
        rows={data.installations}
        shown={rows.length}
      />
      <InstalledTable
        rows={rows}
        sort={view.sort}
        onSort={(sort) => setView({ sort })}
        empty={emptyOf(data, clear, t)}
      />
      <Slot name="extensions-center.below-installed" />
      <Conflicts installations={data.installations} />
      <LeftBehind remains={data.remains} installed={namesOf(data.installations)} />
    </div>
  );
}

const namesOf = (rows: readonly InstallationSummary[]) => new Set(rows.map(({ name }) => name));

function emptyOf({ installations }: Installations, clear: () => void, t: ReturnType<typeof useT>) {
  if (installations.length === 0) {
    return <EmptyState kind="nothing" title={t('installed.none')} description={t('installed.none.help')} />;
  }
  return (
    <EmptyState
      kind="no-match"
      title={t('installed.noMatch')}
      description={t('installed.noMatch.help')}
      action={<Button onClick={clear}>{t('marketplace.clear')}</Button>}
    />
  );
}

/** The part of the page that the URL names is there only when the list has been read. */
function useTargetInSight(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash.length < 2) return;
    const target = document.getElementById(hash.slice(1));
    target?.scrollIntoView({ block: 'start' });
    target?.focus({ preventScroll: true });
  }, [hash]);
}
