import { useT } from '@luban/sdk';
import { Badge, Checkbox, SearchField, Skeleton, Status } from '@luban/ui';
import { useState } from 'react';
import './clusters.css';
import type { Cluster } from './use-clusters.ts';

interface Props {
  readonly clusters: readonly Cluster[];
  readonly loading: boolean;
  readonly chosen: readonly string[];
  readonly onChange: (names: string[]) => void;
}

const MANY = 10;

/** On which clusters an extension is to be. Those that do not answer can be chosen: they are caught up. */
export function ClusterChoice({ clusters, loading, chosen, onChange }: Props) {
  const t = useT();
  const [search, setSearch] = useState('');
  if (loading && clusters.length === 0) return <Skeleton shape="table" />;
  // Chosen clusters that are there no more have to be seen to be dropped.
  const gone = chosen.filter((name) => clusters.every((cluster) => cluster.name !== name));
  const all: Cluster[] = [
    ...clusters,
    ...gone.map((name) => ({ name, title: name, host: false, reachable: false, labels: {} })),
  ];
  const wanted = search.trim().toLowerCase();
  const shown = all.filter(({ name, title }) => `${name}\n${title}`.toLowerCase().includes(wanted));
  const toggle = (name: string, on: boolean) =>
    onChange(on ? [...chosen, name] : chosen.filter((other) => other !== name));
  return (
    <fieldset className="cluster-choice">
      <legend>{t('wizard.clusters.legend', { count: chosen.length, of: all.length })}</legend>
      {all.length > MANY && (
        <SearchField label={t('wizard.clusters.search')} value={search} onValueChange={setSearch} />
      )}
      <ul>
        {shown.map(({ name, title, host, reachable }) => (
          <li key={name} className="cluster-row">
            <Checkbox
              label={
                <span className="cluster-name">
                  {title} {title !== name && <code>{name}</code>}
                  {host && <Badge>{t('wizard.clusters.host')}</Badge>}
                </span>
              }
              checked={chosen.includes(name)}
              onCheckedChange={(on) => toggle(name, on)}
            />
            {gone.includes(name) ? (
              <Status tone="danger">{t('wizard.clusters.gone')}</Status>
            ) : reachable === undefined ? (
              <Status tone="neutral">{t('wizard.clusters.unknown')}</Status>
            ) : reachable ? (
              <Status tone="ok">{t('wizard.clusters.ready')}</Status>
            ) : (
              <Status tone="warning" title={t('wizard.clusters.notReady.help')}>
                {t('wizard.clusters.notReady')}
              </Status>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
