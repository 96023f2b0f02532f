import { type ReactNode, useState } from 'react';
import { Badge, Button, IconButton, LinkButton, PageHeader, Status, Tabs } from '../src/index.ts';
import { Actions } from './sections/actions.tsx';
import { Data } from './sections/data.tsx';
import { Forms } from './sections/forms.tsx';
import { Icons } from './sections/icons.tsx';
import { Overlays } from './sections/overlays.tsx';
import { States } from './sections/states.tsx';
import { Waiting } from './sections/waiting.tsx';

export function Gallery(): ReactNode {
  const [tab, setTab] = useState('components');
  return (
    <main>
      <PageHeader
        breadcrumbs={[
          { label: 'host', href: '#host' },
          { label: 'Extensions', href: '#extensions' },
          { label: 'acme-metrics' },
        ]}
        title="Acme metrics"
        status={<Status tone="ok">Enabled</Status>}
        description="Charts for what runs in a cluster, with alerts that name the workload and the person who owns it."
        actions={
          <>
            <IconButton icon="star" label="Add to quick access" variant="secondary" />
            <LinkButton href="#docs" icon="book">
              Read the guide
            </LinkButton>
            <Button variant="primary" icon="upload">
              Upgrade to 2.4.0
            </Button>
          </>
        }
        tabs={
          <Tabs
            label="Views"
            value={tab}
            onValueChange={setTab}
            tabs={[
              { value: 'components', label: 'Components' },
              { value: 'versions', label: 'Versions', count: 12 },
              { value: 'access', label: 'Access' },
              { value: 'audit', label: 'Audit', disabled: true },
            ]}
          />
        }
      />
      <div className="gallery">
        <Actions />
        <States />
        <Data />
        <Forms />
        <Overlays />
        <Waiting />
        <Icons />
        <p>
          <Badge tone="accent">0.1.0</Badge>
        </p>
      </div>
    </main>
  );
}
