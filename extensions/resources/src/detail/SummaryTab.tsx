import { Link, useT } from '@luban/sdk';
import { DescriptionList, Time } from '@luban/ui';
import { listAt, textAt, textsAt } from '../json.ts';
import { resourceKey } from '../kinds/kind.ts';
import { listUrl } from '../place.ts';
import { ConfigData } from './ConfigData.tsx';
import { Containers } from './Containers.tsx';
import { Findings } from './Findings.tsx';
import { type Fact, factsOf } from './facts.ts';
import { NodeCapacity } from './NodeCapacity.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { OwnerLinks } from './OwnerLinks.tsx';
import { PodsSection } from './PodsSection.tsx';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** The first tab: why it is not ready, what matters about it, and what it is made of. */
export function SummaryTab(props: DetailTabProps) {
  const { kind, object, place } = props;
  const t = useT();
  const key = resourceKey(kind);
  const facts = factsOf(kind, object);
  return (
    <div className="res-summary">
      <div className="res-summary-main">
        <Findings {...props} />
        {facts.length > 0 && (
          <section aria-label={t('summary.facts')}>
            <DescriptionList
              columns={2}
              items={facts.map((fact) => ({
                id: fact.term,
                term: fact.field ? <code>{fact.term}</code> : t(`fact.${fact.term}`),
                description: <FactValue fact={fact} {...props} />,
              }))}
            />
          </section>
        )}
        {key === 'pods' && <Containers pod={object} />}
        {key === 'nodes' && <NodeCapacity node={object} />}
        {(key === 'configmaps' || key === 'secrets') && <ConfigData object={object} secret={key === 'secrets'} />}
        <PodsSection {...props} />
      </div>
      <aside className="res-summary-side" aria-label={t('summary.metadata')}>
        <DescriptionList
          items={[
            ...(place.namespace === undefined
              ? []
              : [
                  {
                    term: t('fact.namespace'),
                    description: (
                      <ObjectLink place={place} to={{ group: '', resource: 'namespaces', name: place.namespace }} />
                    ),
                  },
                ]),
            {
              term: t('fact.created'),
              description: <Time value={textAt(object, 'metadata', 'creationTimestamp')} />,
            },
            ...(listAt(object, 'metadata', 'ownerReferences').length === 0
              ? []
              : [{ term: t('fact.owner'), description: <OwnerLinks object={object} place={place} /> }]),
          ]}
        />
        <h3>{t('fact.labels')}</h3>
        <Labels {...props} />
        <Annotations object={object} />
      </aside>
    </div>
  );
}

function FactValue({ fact, place }: { fact: Fact } & DetailTabProps) {
  if (fact.time) return <Time value={fact.time} />;
  const name = fact.text ?? '';
  if (fact.refers === undefined) return <span className="res-fact">{name}</span>;
  return <ObjectLink place={place} to={{ ...fact.refers, name }} />;
}

/** Each leads to the objects of the same kind that carry it. */
function Labels({ kind, object, place }: DetailTabProps) {
  const labels = Object.entries(textsAt(object, 'metadata', 'labels'));
  if (labels.length === 0) return <span className="res-none">–</span>;
  const list = listUrl({ cluster: place.cluster, project: place.project, kind });
  return (
    <ul className="res-labels">
      {labels.map(([key, value]) => (
        <li key={key}>
          <Link className="res-label" to={`${list}?${new URLSearchParams({ labels: `${key}=${value}` })}`}>
            <span className="res-label-key">{key}</span>
            {value !== '' && `: ${value}`}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const LONG = 160;

function Annotations({ object }: { object: unknown }) {
  const t = useT();
  const all = Object.entries(textsAt(object, 'metadata', 'annotations'));
  if (all.length === 0) return null;
  return (
    <details>
      <summary>{t('summary.annotations', { count: all.length })}</summary>
      <dl className="res-annotations">
        {all.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value.length > LONG ? `${value.slice(0, LONG)}…` : value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
