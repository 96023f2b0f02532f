import { type ReactNode, useState } from 'react';
import {
  Button,
  ConfirmDialog,
  confirm,
  DescriptionList,
  Dialog,
  Drawer,
  Menu,
  Popover,
  TextField,
  Tooltip,
  toast,
} from '../../src/index.ts';
import { Section } from '../section.tsx';

export function Overlays(): ReactNode {
  const [dialog, setDialog] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState('');
  return (
    <Section title="Over the page">
      <div className="gallery-row">
        <Button onClick={() => setDialog(true)}>Open dialog</Button>
        <Button onClick={() => setAsking(true)}>Open confirmation</Button>
        <Button onClick={() => confirm({ title: 'Roll back to 2.2.0?', confirmLabel: 'Roll back' })}>
          Ask from anywhere
        </Button>
        <Button onClick={() => setDrawer(true)}>Open drawer</Button>
        <Menu
          trigger={<Button icon="more">Open menu</Button>}
          items={[
            { label: 'Edit', icon: 'pencil', shortcut: 'E', onSelect: () => {} },
            { label: 'Copy link', icon: 'link', shortcut: 'Mod+L', onSelect: () => {} },
            { kind: 'link', label: 'Show documentation', icon: 'book', href: '#docs' },
            { kind: 'separator' },
            {
              kind: 'group',
              label: 'Columns',
              items: [
                { label: 'Node', checked: true, onSelect: () => {} },
                { label: 'Image', checked: false, onSelect: () => {} },
              ],
            },
            {
              kind: 'submenu',
              label: 'Move to',
              icon: 'folder',
              items: [{ label: 'Workspace demo', onSelect: () => {} }],
            },
            { kind: 'separator', id: 'last' },
            { label: 'Pause', icon: 'pause', disabled: true, onSelect: () => {} },
            { label: 'Remove', icon: 'trash', danger: true, onSelect: () => {} },
          ]}
        />
        <Popover trigger={<Button icon="filter">Open popover</Button>} title="Filter">
          <TextField label="Label" value={name} onValueChange={setName} placeholder="app=checkout" mono />
        </Popover>
        <Tooltip content="Loads the list again">
          <Button icon="refresh">Tooltip</Button>
        </Tooltip>
        <Button onClick={showToasts}>Show toasts</Button>
      </div>
      <Dialog
        open={dialog}
        onOpenChange={setDialog}
        title="New project"
        description="A project is a namespace that belongs to a workspace."
        footer={
          <>
            <Button onClick={() => setDialog(false)}>Cancel</Button>
            <Button variant="primary">Create</Button>
          </>
        }
      >
        <TextField label="Name" value={name} onValueChange={setName} required placeholder="checkout" />
      </Dialog>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Remove acme-metrics?"
        description="Its pages close in every open tab. Three dashboards and one alert rule go with it."
        confirmLabel="Remove"
        typeToConfirm="acme-metrics"
        danger
        onConfirm={() => new Promise<void>((resolve) => setTimeout(resolve, 800))}
      />
      <Drawer
        open={drawer}
        onOpenChange={setDrawer}
        title="checkout-7d9c8f6b5-x2kq9"
        description="Pod in project shop"
        footer={<Button onClick={() => setDrawer(false)}>Close</Button>}
      >
        <DescriptionList
          items={[
            { term: 'Node', description: 'worker-2' },
            { term: 'Address', description: <span className="lb-mono">10.42.0.17</span> },
          ]}
        />
      </Drawer>
    </Section>
  );
}

function showToasts(): void {
  toast({ title: 'acme-metrics 2.4.0 is enabled', tone: 'ok', timeout: 0 });
  toast({
    title: 'Upgrade failed',
    description: 'The previous version stays. LB4016',
    tone: 'danger',
    action: { label: 'Show details', onClick: () => {} },
  });
  for (let times = 0; times < 3; times += 1) toast({ title: 'The event stream was lost', tone: 'warning', timeout: 0 });
  toast({ title: 'Draining worker-2', description: '4 of 14 pods moved', tone: 'progress' });
}
