import { useResourceList, useT } from '@luban/sdk';
import { Button, Icon, Popover, SearchField } from '@luban/ui';
import { type FormEvent, useState } from 'react';
import { usePlaces } from '../use-places.ts';

interface Props {
  readonly cluster: string;
  readonly value: string | undefined;
  readonly onChange: (namespace: string | undefined) => void;
}

/** One namespace, or all of them. */
export function NamespaceFilter({ cluster, value, onChange }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const choose = (namespace: string | undefined) => {
    onChange(namespace);
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('filter.namespace')}
      trigger={
        <Button size="md" icon="folder" aria-pressed={value !== undefined}>
          {value ?? t('filter.allNamespaces')}
        </Button>
      }
    >
      <Picker cluster={cluster} value={value} onChoose={choose} />
    </Popover>
  );
}

const MOST = 200;

function Picker({
  cluster,
  value,
  onChoose,
}: {
  cluster: string;
  value: string | undefined;
  onChoose: Props['onChange'];
}) {
  const t = useT();
  const [search, setSearch] = useState('');
  const list = useResourceList({ cluster, ...NAMESPACES, search }, { limit: MOST });
  const names = Array.from({ length: Math.min(list.total, MOST) }, (_, index) => list.row(index)?.name).filter(
    (name) => name !== undefined,
  );
  // Who may not list them still has some of their own.
  const refused = list.status === 'refused';
  const own = usePlaces(cluster, refused).data?.projects ?? [];
  const typed = search.trim();
  const offered = refused ? own.filter((name) => name.includes(typed)) : names;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const first = offered.includes(typed) || (refused && typed !== '') ? typed : offered[0];
    if (first) onChoose(first);
  };
  return (
    <form className="res-pick" onSubmit={submit}>
      <SearchField label={t('filter.findNamespace')} value={search} onValueChange={setSearch} autoFocus />
      {refused && <p className="res-aside">{t('filter.typeNamespace')}</p>}
      <ul className="res-pick-list">
        <li>
          <Choice chosen={value === undefined} label={t('filter.allNamespaces')} onChoose={() => onChoose(undefined)} />
        </li>
        {offered.map((name) => (
          <li key={name}>
            <Choice chosen={name === value} label={name} onChoose={() => onChoose(name)} />
          </li>
        ))}
      </ul>
    </form>
  );
}

function Choice({ chosen, label, onChoose }: { chosen: boolean; label: string; onChoose: () => void }) {
  return (
    <button type="button" className="res-pick-item" aria-current={chosen || undefined} onClick={onChoose}>
      <span className="res-text">{label}</span>
      {chosen && <Icon name="check" size={14} />}
    </button>
  );
}

/** Names are all that is needed, so no columns are asked for. */
const NAMESPACES = {
  group: '',
  version: 'v1',
  resource: 'namespaces',
  columns: [{ name: 'Phase', jsonPath: '.status.phase' }],
};
