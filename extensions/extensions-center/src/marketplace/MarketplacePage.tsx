import { useCan, useLocale, useT } from '@luban/sdk';
import { Button, Callout, EmptyState, LinkButton, PageHeader } from '@luban/ui';
import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Catalogue } from '../center-api.ts';
import { useRepositories } from '../queries.ts';
import { PageState } from '../shared/PageState.tsx';
import '../shared/shared.css';
import { textIn } from '../texts.ts';
import { DropArea } from '../upload/DropArea.tsx';
import { REPOSITORIES } from '../urls.ts';
import { useCenterEvents } from '../use-center-events.ts';
import { CardGrid } from './CardGrid.tsx';
import { Categories } from './Categories.tsx';
import { EmptyCatalogue } from './EmptyCatalogue.tsx';
import { MarketToolbar } from './MarketToolbar.tsx';
import './marketplace.css';
import { selectCards } from './select-cards.ts';
import { useCards } from './use-cards.ts';
import { useSearchKey } from './use-search-key.ts';
import { useTypedSearch } from './use-typed-search.ts';
import { useView, WHOLE } from './view.ts';

const UploadDialog = lazy(() => import('../upload/UploadDialog.tsx'));

/** All extensions that can be had, and how each is here. */
export default function MarketplacePage() {
  useCenterEvents();
  const t = useT();
  const { catalogue, cards } = useCards();
  const [params, setParams] = useSearchParams();
  const [files, setFiles] = useState<File[]>([]);
  const canManage = catalogue.data?.canManage ?? false;
  const uploading = canManage && (params.has('upload') || files.length > 0);
  const setUploading = (on: boolean) => {
    setFiles([]);
    setParams((current) => {
      const next = new URLSearchParams(current);
      if (on) next.set('upload', '');
      else next.delete('upload');
      return next;
    });
  };
  const openUpload = canManage ? () => setUploading(true) : undefined;
  return (
    <DropArea className="center-page" disabled={!canManage || uploading} onFiles={setFiles}>
      <PageHeader
        title={t('marketplace.title')}
        description={t('marketplace.description')}
        actions={
          openUpload && (
            <Button icon="upload" onClick={openUpload}>
              {t('upload.action')}
            </Button>
          )
        }
      />
      <FailedRepositories />
      <PageState
        query={catalogue}
        failed={t('marketplace.failed')}
        resource="kubesphere.io/extensions"
        skeleton="cards"
      >
        {(data) =>
          data.extensions.length === 0 ? (
            <EmptyCatalogue onUpload={openUpload} />
          ) : (
            <Found catalogue={data} cards={cards} />
          )
        }
      </PageState>
      <Suspense>{uploading && <UploadDialog files={files} onClose={() => setUploading(false)} />}</Suspense>
    </DropArea>
  );
}

function Found({ catalogue, cards }: { catalogue: Catalogue; cards: ReturnType<typeof useCards>['cards'] }) {
  const t = useT();
  const locale = useLocale();
  const [view, setView] = useView();
  const [typed, setTyped] = useTypedSearch(view.search, (search) => setView({ search }));
  const search = useRef<HTMLSpanElement>(null);
  const grid = useRef<HTMLUListElement>(null);
  useSearchKey(search);

  const { category, filters, repository, sort } = view;
  const chosen = filters.join();
  const wanted = useDeferredValue(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `chosen` stands for the filters, which are a new list each time.
  const selection = useMemo(
    () => selectCards(cards, { search: wanted, category, filters, repository, sort }, locale),
    [cards, wanted, category, chosen, repository, sort, locale],
  );
  const titles = useMemo(
    () => new Map(catalogue.categories.map(({ name, displayName }) => [name, textIn(displayName, locale) || name])),
    [catalogue.categories, locale],
  );
  const clear = () => {
    setTyped('');
    setView({ ...WHOLE, sort });
  };
  return (
    <div className="market">
      <Categories
        categories={catalogue.categories}
        counts={selection.counts}
        value={category}
        onChange={(next) => setView({ category: next })}
      />
      <div className="market-main">
        <MarketToolbar
          view={view}
          onView={setView}
          search={typed}
          onSearch={setTyped}
          cards={cards}
          shown={selection.cards.length}
          searchRef={search}
          onLeave={() => grid.current?.querySelector<HTMLElement>('a[tabindex="0"], a')?.focus()}
        />
        {selection.cards.length === 0 ? (
          <EmptyState
            kind="no-match"
            title={t('marketplace.noMatch')}
            description={t('marketplace.noMatch.help')}
            action={<Button onClick={clear}>{t('marketplace.clear')}</Button>}
          />
        ) : (
          <CardGrid
            cards={selection.cards}
            categories={titles}
            choice={[category, chosen, repository, sort, wanted].join('\n')}
            gridRef={grid}
          />
        )}
      </div>
    </div>
  );
}

/** Says it where somebody looks for an extension in vain, not only on the page of repositories. */
function FailedRepositories() {
  const may = useCan({
    verb: 'list',
    group: 'kubesphere.io',
    resource: 'repositories',
    cluster: 'host',
    namespace: '',
  });
  return may === true ? <FailureNotice /> : null;
}

function FailureNotice() {
  const t = useT();
  const { data } = useRepositories();
  const { extensions } = useCards().catalogue.data ?? { extensions: [] };
  const failed = data?.repositories.filter(({ state }) => state === 'failed') ?? [];
  if (failed.length === 0 || extensions.length === 0) return null;
  return (
    <div className="center-notice">
      <Callout
        tone="warning"
        role="status"
        title={t('marketplace.stale', { names: failed.map(({ name }) => name).join(', ') })}
        actions={
          <LinkButton size="sm" href={REPOSITORIES}>
            {t('marketplace.stale.look')}
          </LinkButton>
        }
      >
        {t('marketplace.stale.help')}
      </Callout>
    </div>
  );
}
