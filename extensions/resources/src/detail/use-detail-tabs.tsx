import { useCan, useT, useTabs } from '@luban/sdk';
import { lazy, type ReactNode } from 'react';
import { listAt } from '../json.ts';
import { resourceKey, resourceType } from '../kinds/kind.ts';
import type { KnownKind } from '../kinds/use-kind.ts';
import type { Place } from '../place.ts';
import { ConditionsTab } from './ConditionsTab.tsx';
import { EventsTab } from './EventsTab.tsx';
import { SummaryTab } from './SummaryTab.tsx';

const RelatedTab = lazy(() => import('../related/RelatedTab.tsx'));
const YamlTab = lazy(() => import('./YamlTab.tsx'));
const PodLogsTab = lazy(() => import('../logs/PodLogsTab.tsx'));
const WorkloadLogsTab = lazy(() => import('../logs/WorkloadLogsTab.tsx'));
const TerminalTab = lazy(() => import('./TerminalTab.tsx'));
const FilesTab = lazy(() => import('./FilesTab.tsx'));
const NodeTerminalTab = lazy(() => import('./NodeTerminalTab.tsx'));

export interface DetailTabProps {
  readonly place: Place;
  readonly kind: KnownKind;
  readonly name: string;
  readonly object: unknown;
}

export interface DetailTab {
  readonly value: string;
  readonly label: string;
  /** It takes the whole height and scrolls by itself. */
  readonly fill?: boolean;
  content(): ReactNode;
}

const WITH_PODS = ['apps/deployments', 'apps/replicasets', 'apps/statefulsets', 'apps/daemonsets', 'batch/jobs'];

/** The tabs of an object's page: those of its kind, those the person may use, and those of other extensions. */
export function useDetailTabs(props: DetailTabProps): readonly DetailTab[] {
  const { kind, object, place } = props;
  const t = useT();
  const contributed = useTabs<{ resource: unknown }>(resourceType(kind));
  const scope = { cluster: place.cluster, namespace: place.namespace ?? '' };
  const canLog = useCan({ verb: 'get', group: '', resource: 'pods', subresource: 'log', ...scope });
  const canExec = useCan({ verb: 'create', group: '', resource: 'pods', subresource: 'exec', ...scope });
  const canProxy = useCan({
    verb: 'create',
    group: '',
    resource: 'nodes',
    subresource: 'proxy',
    cluster: place.cluster,
  });
  const key = resourceKey(kind);
  const isPod = key === 'pods';

  const tab = (value: string, content: () => ReactNode, fill = false): DetailTab => ({
    value,
    label: t(`tab.${value}`),
    fill,
    content,
  });
  return [
    tab('summary', () => <SummaryTab {...props} />),
    ...(listAt(object, 'status', 'conditions').length > 0
      ? [tab('conditions', () => <ConditionsTab {...props} />)]
      : []),
    ...(key === 'events' ? [] : [tab('events', () => <EventsTab {...props} />)]),
    tab('related', () => <RelatedTab {...props} />),
    ...(isPod && canLog !== false ? [tab('logs', () => <PodLogsTab {...props} />, true)] : []),
    ...(WITH_PODS.includes(key) && canLog !== false ? [tab('logs', () => <WorkloadLogsTab {...props} />, true)] : []),
    ...(isPod && canExec !== false
      ? [tab('terminal', () => <TerminalTab {...props} />, true), tab('files', () => <FilesTab {...props} />, true)]
      : []),
    ...(key === 'nodes' && canProxy !== false ? [tab('terminal', () => <NodeTerminalTab {...props} />, true)] : []),
    ...contributed.map((one) => ({
      value: one.key,
      label: one.title,
      content: () => one.render({ resource: object }),
    })),
    tab('yaml', () => <YamlTab {...props} />),
  ];
}
