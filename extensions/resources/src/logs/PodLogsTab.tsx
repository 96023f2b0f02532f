import { useT } from '@luban/sdk';
import { Select } from '@luban/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { containersOf } from '../detail/Containers.tsx';
import type { DetailTabProps } from '../detail/use-detail-tabs.tsx';
import { LogView } from './LogView.tsx';

/** The log of one container of a pod; which one is in the URL. */
export default function PodLogsTab({ object, place, name }: DetailTabProps) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const containers = containersOf(object);
  const names = containers.map((container) => container.name);
  const asked = params.get('container');
  const main = containers.find(({ kind }) => kind === 'main')?.name ?? names[0] ?? '';
  const container = asked !== null && names.includes(asked) ? asked : main;
  const { cluster, namespace = '' } = place;
  const sources = useMemo(
    () => (container === '' ? [] : [{ cluster, namespace, pod: name, container }]),
    [cluster, namespace, name, container],
  );
  const choose = (next: string) => setParams({ tab: 'logs', container: next }, { replace: true });
  return (
    <LogView
      sources={sources}
      choices={
        names.length > 1 && (
          <Select
            className="res-bar-choice"
            label={t('logs.container')}
            hideLabel
            value={container}
            onValueChange={choose}
            items={containers.map(({ name: value, kind }) => ({
              value,
              label: value,
              ...(kind !== 'main' && { description: t(`containers.${kind}`) }),
            }))}
          />
        )
      }
    />
  );
}
