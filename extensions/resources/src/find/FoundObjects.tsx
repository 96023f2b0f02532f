import { Link, useCan, useResourceList, useT } from '@luban/sdk';
import { Icon, Time } from '@luban/ui';
import type { CommonKind } from '../common-kinds.ts';
import { listUrl, objectUrl, type Place } from '../place.ts';

interface Props {
  readonly kind: CommonKind;
  readonly place: Place;
  readonly query: string;
}

const SHOWN = 5;

/** The first objects of one kind whose name holds the text; nothing where there are none. */
export function FoundObjects({ kind, place, query }: Props) {
  const t = useT();
  const { group, version, resource, namespaced } = kind;
  const can = useCan({ verb: 'list', group, resource });
  const namespace = namespaced ? place.project : undefined;
  const list = useResourceList(
    can === false ? null : { cluster: place.cluster, group, version, resource, namespace, search: query },
    { limit: SHOWN },
  );
  const rows = Array.from({ length: Math.min(SHOWN, list.total) }, (_, index) => list.row(index)).filter(
    (row) => row !== undefined,
  );
  if (rows.length === 0) return null;
  return (
    <section className="res-found-kind" aria-label={t(`kind.${resource}`)}>
      <h2>
        <Icon name={kind.icon} />
        {t(`kind.${resource}`)}
        {list.total > rows.length && (
          <Link className="res-found-all" to={`${listUrl({ ...place, kind })}?${new URLSearchParams({ q: query })}`}>
            {t('attention.all', { count: list.total })}
          </Link>
        )}
      </h2>
      <ul>
        {rows.map(({ key, name, namespace: where, created }) => (
          <li key={key}>
            <Link
              to={objectUrl(
                { cluster: place.cluster, group, version, resource, namespace: where, name },
                place.project,
              )}
            >
              <span className="res-name" title={name}>
                {name}
              </span>
              <span className="res-aside res-text">{where}</span>
              {created !== '' && (
                <span className="res-aside">
                  <Time value={created} short />
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
