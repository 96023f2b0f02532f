import { type ReactNode, useState } from 'react';
import {
  Badge,
  Card,
  CodeBlock,
  DescriptionList,
  IconButton,
  Menu,
  SearchField,
  Status,
  Table,
  type TableColumn,
  Time,
  type Tone,
} from '../../src/index.ts';
import { Section } from '../section.tsx';

interface Pod {
  readonly name: string;
  readonly node: string;
  readonly tone: Tone;
  readonly state: string;
  readonly restarts: number;
  readonly cpu: number;
  readonly started: number;
}

const minute = 60_000;
const pods: readonly Pod[] = Array.from({ length: 9 }, (_, index) => ({
  name:
    ['checkout', 'payments', 'catalogue'][index % 3] +
    `-7d9c8f6b5-${'x2kq9 lm4tz p8wvc'.split(' ')[index % 3]}${index}`,
  node: `worker-${(index % 4) + 1}`,
  tone: (['ok', 'ok', 'warning', 'ok', 'progress', 'danger'] as const)[index % 6]!,
  state: ['Running', 'Running', 'Not ready', 'Running', 'Starting', 'CrashLoopBackOff'][index % 6]!,
  restarts: (index * 7) % 5,
  cpu: (index * 37) % 240,
  started: Date.now() - (index + 1) ** 3 * 7 * minute,
}));

const columns: readonly TableColumn<Pod>[] = [
  { id: 'name', header: 'Name', cell: (pod) => pod.name, sort: (a, b) => a.name.localeCompare(b.name), mono: true },
  { id: 'status', header: 'Status', cell: (pod) => <Status tone={pod.tone}>{pod.state}</Status>, width: 180 },
  { id: 'node', header: 'Node', cell: (pod) => pod.node, hideWhenNarrow: true, width: 120 },
  {
    id: 'restarts',
    header: 'Restarts',
    cell: (pod) => pod.restarts,
    align: 'end',
    width: 100,
    sort: (a, b) => a.restarts - b.restarts,
  },
  {
    id: 'cpu',
    header: 'CPU',
    cell: (pod) => `${pod.cpu} m`,
    align: 'end',
    width: 90,
    sort: (a, b) => a.cpu - b.cpu,
    hideWhenNarrow: true,
  },
  { id: 'age', header: 'Started', cell: (pod) => <Time value={pod.started} />, width: 140 },
  {
    id: 'actions',
    header: <span className="lb-hidden">Actions</span>,
    align: 'end',
    width: 60,
    cell: (pod) => (
      <Menu
        align="end"
        trigger={<IconButton size="sm" icon="more" label={`Actions for ${pod.name}`} />}
        items={[
          { label: 'Logs', icon: 'file-text', onSelect: () => {} },
          { label: 'Delete', icon: 'trash', danger: true, onSelect: () => {} },
        ]}
      />
    ),
  },
];

const yaml = `apiVersion: extensions.luban.dev/v1alpha1
kind: UIBundle
metadata:
  name: acme-metrics
spec:
  version: 2.3.1
  digest: sha256:6f1ed002ab5595859014ebf0951522d9b0a2f3c4d5e6f708192a3b4c5d6e7f80`;

export function Data(): ReactNode {
  const [selected, setSelected] = useState<string | null>(pods[2]!.name);
  const [query, setQuery] = useState('');
  const shown = pods.filter((pod) => pod.name.includes(query));
  return (
    <Section title="Data">
      <Card title="Pods" flush actions={<SearchField label="Filter pods" value={query} onValueChange={setQuery} />}>
        <Table
          label="Pods"
          rows={shown}
          rowKey={(pod) => pod.name}
          columns={columns}
          defaultSort={{ column: 'name', direction: 'ascending' }}
          selectedKey={selected}
          onRowClick={(pod) => setSelected(pod.name)}
        />
      </Card>
      <div className="gallery-grid">
        <Card title="Details" actions={<IconButton size="sm" icon="pencil" label="Edit" />}>
          <DescriptionList
            items={[
              { term: 'Version', description: <Badge>2.3.1</Badge> },
              { term: 'Provider', description: 'Acme' },
              { term: 'Installed', description: <Time value={Date.now() - 3 * 24 * 60 * minute} /> },
              { term: 'Digest', description: <span className="lb-mono">sha256:6f1ed002ab55</span> },
            ]}
          />
        </Card>
        <Card title="Nothing matches" flush>
          <Table label="Empty pods" rows={[]} rowKey={(pod) => pod.name} columns={columns.slice(0, 2)} />
        </Card>
        <div className="gallery-stack">
          <CodeBlock label="ui-bundle.yaml" language="yaml" code={yaml} />
          <CodeBlock code="npm start" />
        </div>
      </div>
      <Card title="Loading" flush>
        <Table label="Loading pods" rows={[]} rowKey={(pod) => pod.name} columns={columns} loading />
      </Card>
    </Section>
  );
}
