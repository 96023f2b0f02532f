import { useT } from '@luban/sdk';
import { Callout, PageHeader, SearchField, Select, Status } from '@luban/ui';
import { useDeferredValue } from 'react';
import { useSearchParams } from 'react-router';
import { AuditTable } from './AuditTable.tsx';
import './system.css';
import { useAudit } from './use-audit.ts';

const FILTERS = ['user', 'verb', 'cluster', 'namespace', 'resource', 'outcome'] as const;
type Filter = (typeof FILTERS)[number];
const VERBS = ['create', 'update', 'patch', 'delete', 'deletecollection', 'get', 'sign-in'];
const ANY = 'any';
const SHOWN = 500;

/** Who changed what. The filters are part of the URL, so that a finding can be sent to somebody. */
export default function Audit() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const value = (filter: Filter) => params.get(filter) ?? '';
  const set = (filter: Filter) => (text: string) => {
    const next = new URLSearchParams(params);
    if (text === '') next.delete(filter);
    else next.set(filter, text);
    setParams(next, { replace: true });
  };
  const choose = (filter: Filter) => (text: string) => set(filter)(text === ANY ? '' : text);
  const chosen = FILTERS.filter((filter) => value(filter) !== '');
  // Each letter would otherwise ask anew.
  const query = useDeferredValue(
    new URLSearchParams(chosen.map((filter): [string, string] => [filter, value(filter)])).toString(),
  );
  const { events, live, error } = useAudit(query, SHOWN);

  return (
    <>
      <PageHeader
        title={t('audit.title')}
        description={t('audit.description')}
        status={live ? <Status tone="ok">{t('audit.live')}</Status> : undefined}
      />
      <search className="system-filters" aria-label={t('audit.filters')}>
        {(['user', 'resource', 'namespace', 'cluster'] as const).map((filter) => (
          <SearchField
            key={filter}
            label={t(`audit.filter.${filter}`)}
            value={value(filter)}
            onValueChange={set(filter)}
          />
        ))}
        <Select
          label={t('audit.verb')}
          hideLabel
          value={value('verb') || ANY}
          onValueChange={choose('verb')}
          items={[{ value: ANY, label: t('audit.anyVerb') }, ...VERBS.map((verb) => ({ value: verb, label: verb }))]}
        />
        <Select
          label={t('audit.result')}
          hideLabel
          value={value('outcome') || ANY}
          onValueChange={choose('outcome')}
          items={[
            { value: ANY, label: t('audit.anyResult') },
            { value: 'ok', label: t('audit.ok') },
            { value: 'failed', label: t('audit.failed') },
          ]}
        />
      </search>
      {error && (
        <Callout tone="danger" title={t('audit.unread')} role="alert">
          {error.message}
        </Callout>
      )}
      <AuditTable events={error && !events ? [] : events} filtered={chosen.length > 0} />
      <p className="system-note">{t('audit.replica')}</p>
    </>
  );
}
