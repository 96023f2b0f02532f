import { type LiveRow, useResourceList, useT } from '@luban/sdk';
import { EmptyState, Select, Skeleton } from '@luban/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { DetailTabProps } from '../detail/use-detail-tabs.tsx';
import { listAt, textAt } from '../json.ts';
import { podsOf } from '../related/pods-of.ts';
import { LogView } from './LogView.tsx';

/** Streams that are read at once: browsers and API servers both have their limits. */
const MOST = 10;
const ALL = '*';

/** The logs of a workload's pods, all of them in one or one at a time. Pods that come are read as well. */
export default function WorkloadLogsTab({ kind, object, place }: DetailTabProps) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const selection = podsOf(kind, object);
  const list = useResourceList(
    selection === undefined
      ? null
      : { cluster: place.cluster, group: '', version: 'v1', resource: 'pods', columns: NO_COLUMNS, ...selection.query },
    { limit: MOST },
  );
  const pods = Array.from({ length: Math.min(MOST, list.total) }, (_, index) => list.row(index)).filter(
    (row): row is LiveRow => row !== undefined,
  );
  const containers = listAt(object, 'spec', 'template', 'spec', 'containers').map((one) => textAt(one, 'name'));
  const askedContainer = params.get('container') ?? '';
  const container = containers.includes(askedContainer) ? askedContainer : (containers[0] ?? '');
  const askedPod = params.get('pod') ?? ALL;
  const pod = pods.some(({ name }) => name === askedPod) ? askedPod : ALL;
  const { cluster, namespace = '' } = place;
  const names = (pod === ALL ? pods.map(({ name }) => name) : [pod]).join(' ');
  const sources = useMemo(
    () =>
      names
        .split(' ')
        .filter(Boolean)
        .map((name) => ({ cluster, namespace, pod: name, container })),
    [cluster, namespace, names, container],
  );
  const choose = (change: { pod?: string; container?: string }) =>
    setParams({ tab: 'logs', pod, container, ...change }, { replace: true });

  if (list.status === 'loading' && pods.length === 0) return <Skeleton shape="detail" />;
  if (pods.length === 0) return <EmptyState kind="nothing" title={t('pods.none')} />;
  return (
    <LogView
      sources={sources}
      choices={
        <>
          <Select
            className="res-bar-choice"
            label={t('logs.pod')}
            hideLabel
            value={pod}
            onValueChange={(next) => choose({ pod: next })}
            items={[
              {
                value: ALL,
                label: list.total > MOST ? t('logs.firstPods', { count: MOST, total: list.total }) : t('logs.allPods'),
              },
              ...pods.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
          {containers.length > 1 && (
            <Select
              className="res-bar-choice"
              label={t('logs.container')}
              hideLabel
              value={container}
              onValueChange={(next) => choose({ container: next })}
              items={containers.map((value) => ({ value, label: value }))}
            />
          )}
        </>
      }
    />
  );
}

const NO_COLUMNS = [{ name: 'Phase', jsonPath: '.status.phase' }];
