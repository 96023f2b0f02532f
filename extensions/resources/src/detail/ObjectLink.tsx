import { Link } from '@luban/sdk';
import type { ReactNode } from 'react';
import { commonKindOf, type KindRef } from '../kinds/kind.ts';
import { useKinds } from '../kinds/use-kind.ts';
import { objectUrl, type Place } from '../place.ts';
import './detail.css';

interface Props {
  readonly place: Place;
  readonly to: {
    readonly group: string;
    readonly resource: string;
    readonly namespace?: string | undefined;
    readonly name: string;
  };
  readonly children?: ReactNode;
}

/** A link to another object of the same cluster, in the version that the cluster prefers. */
export function ObjectLink({ place, to, children }: Props) {
  const common = commonKindOf(to);
  const kinds = useKinds(place.cluster, common === undefined);
  const kind: KindRef | undefined =
    common ?? kinds.data?.find((one) => one.group === to.group && one.resource === to.resource);
  const text = children ?? to.name;
  if (kind === undefined) return <span>{text}</span>;
  const { group, version, resource } = kind;
  const url = objectUrl(
    { cluster: place.cluster, group, version, resource, namespace: to.namespace, name: to.name },
    place.project,
  );
  return (
    <Link className="res-link" to={url}>
      {text}
    </Link>
  );
}
