import { useT } from '@luban/sdk';
import { Badge, Table, Time } from '@luban/ui';
import { at, listAt, numberAt, recordAt, textAt } from '../json.ts';
import { StatusText } from '../list/ResourceCell.tsx';

interface Container {
  readonly name: string;
  readonly kind: 'init' | 'sidecar' | 'main' | 'debug';
  readonly image: string;
  readonly state: string;
  readonly since: string;
  readonly restarts: number;
  readonly last: string;
  readonly requests: string;
  readonly limits: string;
}

/** The containers of a pod in the order in which they run. */
export function Containers({ pod }: { pod: unknown }) {
  const t = useT();
  return (
    <section aria-labelledby="res-containers">
      <h2 id="res-containers">{t('containers.title')}</h2>
      <Table<Container>
        label={t('containers.title')}
        rows={containersOf(pod)}
        rowKey={({ kind, name }) => `${kind} ${name}`}
        columns={[
          {
            id: 'name',
            header: t('column.name'),
            cell: ({ name, kind }) => (
              <span className="res-line-item">
                <strong>{name}</strong>
                {kind !== 'main' && <Badge>{t(`containers.${kind}`)}</Badge>}
              </span>
            ),
          },
          {
            id: 'state',
            header: t('containers.state'),
            cell: ({ state, since }) => (
              <span className="res-line-item">
                <StatusText text={state} />
                {since !== '' && (
                  <span className="res-aside">
                    <Time value={since} short />
                  </span>
                )}
              </span>
            ),
          },
          {
            id: 'restarts',
            header: t('containers.restarts'),
            width: 96,
            align: 'end',
            cell: ({ restarts }) => restarts,
          },
          { id: 'last', header: t('containers.last'), width: 168, hideWhenNarrow: true, cell: ({ last }) => last },
          {
            id: 'image',
            header: t('containers.image'),
            hideWhenNarrow: true,
            cell: ({ image }) => <span title={image}>{image}</span>,
          },
          {
            id: 'resources',
            header: t('containers.resources'),
            width: 180,
            hideWhenNarrow: true,
            cell: ({ requests, limits }) => (
              <span title={t('containers.resources.help')}>{`${requests || '–'} / ${limits || '–'}`}</span>
            ),
          },
        ]}
      />
    </section>
  );
}

export function containersOf(pod: unknown): Container[] {
  const read = (field: string, statuses: string, kind: Container['kind']) =>
    listAt(pod, 'spec', field).map((spec) => {
      const name = textAt(spec, 'name');
      const status = listAt(pod, 'status', statuses).find((one) => textAt(one, 'name') === name);
      const isSidecar = kind === 'init' && textAt(spec, 'restartPolicy') === 'Always';
      return {
        name,
        kind: isSidecar ? ('sidecar' as const) : kind,
        image: textAt(spec, 'image'),
        ...stateOf(status),
        restarts: numberAt(status, 'restartCount') ?? 0,
        last: lastEnd(status),
        requests: amounts(recordAt(spec, 'resources', 'requests')),
        limits: amounts(recordAt(spec, 'resources', 'limits')),
      };
    });
  return [
    ...read('initContainers', 'initContainerStatuses', 'init'),
    ...read('containers', 'containerStatuses', 'main'),
    ...read('ephemeralContainers', 'ephemeralContainerStatuses', 'debug'),
  ];
}

function stateOf(status: unknown): { state: string; since: string } {
  const waiting = textAt(status, 'state', 'waiting', 'reason');
  if (waiting !== '') return { state: waiting, since: '' };
  const terminated = at(status, 'state', 'terminated');
  if (terminated !== undefined) {
    return { state: textAt(terminated, 'reason') || 'Terminated', since: textAt(terminated, 'finishedAt') };
  }
  const started = textAt(status, 'state', 'running', 'startedAt');
  if (started === '') return { state: 'Waiting', since: '' };
  return { state: at(status, 'ready') === false ? 'NotReady' : 'Running', since: started };
}

/** `OOMKilled (137)`: how it ended the last time. */
function lastEnd(status: unknown): string {
  const last = at(status, 'lastState', 'terminated');
  return last === undefined ? '' : `${textAt(last, 'reason') || 'Terminated'} (${textAt(last, 'exitCode')})`;
}

function amounts(resources: Readonly<Record<string, unknown>>): string {
  return ['cpu', 'memory'].flatMap((name) => (name in resources ? [String(resources[name])] : [])).join(', ');
}
