import { Link, useCan, useLocale, useResourceList, useT } from '@luban/sdk';
import { Icon } from '@luban/ui';
import type { CommonKind } from '../common-kinds.ts';
import { listUrl, type Place } from '../place.ts';

/** How many objects of a kind there are; leads to them. Nothing where the person may not see them. */
export function KindCount({ kind, place }: { kind: CommonKind; place: Place }) {
  const t = useT();
  const locale = useLocale();
  const { group, version, resource, namespaced } = kind;
  const can = useCan({ verb: 'list', group, resource });
  const namespace = namespaced ? place.project : undefined;
  const list = useResourceList(
    can === false ? null : { cluster: place.cluster, group, version, resource, namespace },
    ONE,
  );
  if (can === false || list.status === 'refused') return null;
  const known = list.status === 'ready' || list.status === 'stale';
  return (
    <li>
      <Link to={listUrl({ ...place, kind })}>
        <Icon name={kind.icon} />
        <span>{t(`kind.${resource}`)}</span>
        <strong>{known ? new Intl.NumberFormat(locale).format(list.total) : '–'}</strong>
      </Link>
    </li>
  );
}

const ONE = { limit: 1 };
