import { Link, useLocale, useT } from '@luban/sdk';
import { Badge, DescriptionList, EmptyState } from '@luban/ui';
import type { ReactNode } from 'react';
import type { VersionDetail } from '../center-api.ts';
import { sizeText } from '../shared/size-text.ts';
import { textIn } from '../texts.ts';
import { isOpenable } from './first-page.ts';

interface Props {
  readonly version: VersionDetail;
  /** Its pages are there: their names lead to them. */
  readonly reachable?: boolean;
}

/** What an installation adds: to the console its pages, menus and slots and what they weigh, to clusters its charts. */
export function AddsTab({ version: { adds, charts }, reachable = false }: Props) {
  const t = useT();
  const locale = useLocale();
  const { extension, agent, both, crds } = charts;
  const parts = [
    { id: 'extension', names: extension },
    { id: 'agent', names: agent },
    { id: 'both', names: both },
    { id: 'crds', names: crds },
  ].filter(({ names }) => names.length > 0);
  if (adds === undefined && parts.length === 0) {
    return <EmptyState kind="nothing" title={t('detail.adds.nothing')} description={t('detail.adds.nothing.help')} />;
  }
  const others = Object.entries(adds?.others ?? {}).filter(([, count]) => count > 0);
  return (
    <div className="detail-columns">
      {adds !== undefined && (
        <>
          <Section title={t('detail.adds.pages')} count={adds.routes.length} none={t('detail.adds.pages.none')}>
            {adds.routes.map(({ title, path }) => (
              <li key={path}>
                {reachable && isOpenable(path) ? (
                  <Link className="lb-link" to={path}>
                    {textIn(title, locale) || path}
                  </Link>
                ) : (
                  textIn(title, locale) || path
                )}{' '}
                <code className="center-muted">{path}</code>
              </li>
            ))}
          </Section>
          <Section title={t('detail.adds.menus')} count={adds.menus.length} none={t('detail.adds.menus.none')}>
            {adds.menus.map(({ title, slot }, index) => (
              <li key={`${slot} ${index}`}>
                {textIn(title, locale)} <MenuPlace slot={slot} />
              </li>
            ))}
          </Section>
          <Section title={t('detail.adds.slots')} count={adds.slots.length} none={t('detail.adds.slots.none')}>
            {adds.slots.map(({ title, slot }, index) => (
              <li key={`${slot} ${index}`}>
                {textIn(title, locale)} <code className="center-muted">{slot}</code>
              </li>
            ))}
          </Section>
          <section>
            <h2>{t('detail.adds.rest')}</h2>
            <DescriptionList
              items={[
                ...others.map(([kind, count]) => ({
                  id: kind,
                  term: KINDS.includes(kind) ? t(`detail.adds.kind.${kind}`) : kind,
                  description: count,
                })),
                { id: 'js', term: 'JavaScript', description: sizeText(adds.bytes.js) },
                { id: 'css', term: 'CSS', description: sizeText(adds.bytes.css) },
                { id: 'other', term: t('detail.adds.otherFiles'), description: sizeText(adds.bytes.other) },
              ]}
            />
          </section>
        </>
      )}
      {parts.map(({ id, names }) => (
        <Section key={id} title={t(`detail.charts.${id}`)} count={names.length} none="">
          {names.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </Section>
      ))}
    </div>
  );
}

/** Kinds of contributions that have a name for people. */
const KINDS = ['columns', 'tabs', 'actions', 'commands', 'services', 'settings', 'themes', 'i18n', 'quickAccess'];

/** Menus of the console that have a name for people; menus of extensions go by theirs. */
const PLACES = ['global', 'cluster', 'project', 'workspace', 'access', 'platformSettings', 'topbar', 'toolbox'];

/** In which menu: `cluster.workloads` is a group of the one of clusters. */
function MenuPlace({ slot }: { slot: string }) {
  const t = useT();
  const [place = ''] = slot.split('.');
  if (!PLACES.includes(place)) return <code className="center-muted">{slot}</code>;
  return (
    <span className="center-muted" title={slot}>
      {t(`detail.adds.place.${place}`)}
    </span>
  );
}

function Section({
  title,
  count,
  none,
  children,
}: {
  title: string;
  count: number;
  none: string;
  children: ReactNode;
}) {
  return (
    <section>
      <h2>
        {title} {count > 0 && <Badge>{count}</Badge>}
      </h2>
      {count === 0 ? <p className="center-muted">{none}</p> : <ul className="detail-list">{children}</ul>}
    </section>
  );
}
