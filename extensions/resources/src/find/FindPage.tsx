import { useShell, useT } from '@luban/sdk';
import { EmptyState, PageHeader, SearchField } from '@luban/ui';
import { useDeferredValue } from 'react';
import { useSearchParams } from 'react-router';
import { COMMON_KINDS } from '../common-kinds.ts';
import '../list/list.css';
import './find.css';
import { FoundObjects } from './FoundObjects.tsx';

/** Kinds that people look for by name; secrets and events are not among them. */
const SOUGHT = COMMON_KINDS.filter(
  ({ resource }) => !['events', 'secrets', 'storageclasses', 'networkpolicies'].includes(resource),
);
/** Fewer letters would find everything. */
const LEAST = 2;

/** Objects of all common kinds in a cluster or project, by a part of their name. */
export default function FindPage() {
  const t = useT();
  const { cluster = 'host', project } = useShell();
  const [params, setParams] = useSearchParams();
  const text = params.get('q') ?? '';
  const query = useDeferredValue(text.trim());
  const setText = (next: string) => setParams(next === '' ? {} : { q: next }, { replace: true });
  return (
    <>
      <PageHeader title={t('find.title')} description={t('find.description', { place: project ?? cluster })} />
      <div className="res-bar">
        <span className="res-bar-search">
          <SearchField label={t('find.search')} value={text} onValueChange={setText} autoFocus />
        </span>
      </div>
      {query.length < LEAST ? (
        <EmptyState kind="nothing" icon="search" title={t('find.begin')} description={t('find.begin.help')} />
      ) : (
        <div className="res-found">
          {SOUGHT.filter(({ namespaced }) => namespaced || project === undefined).map((kind) => (
            <FoundObjects key={kind.resource} kind={kind} place={{ cluster, project }} query={query} />
          ))}
          <p className="res-found-none">{t('find.none')}</p>
        </div>
      )}
    </>
  );
}
