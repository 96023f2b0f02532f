// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Drawer } from './drawer.tsx';
import { Menu } from './menu.tsx';
import { Select } from './select.tsx';
import { Tabs } from './tabs.tsx';

afterEach(cleanup);

describe('Dialog', () => {
  it('is named by its title, described by its description, and closes on Escape', async () => {
    const onOpenChange = vi.fn();
    render(<Dialog open onOpenChange={onOpenChange} title="New project" description="A namespace" />);
    const dialog = await screen.findByRole('dialog', { name: 'New project' });
    expect(document.getElementById(dialog.getAttribute('aria-describedby') ?? '')?.textContent).toBe('A namespace');
    fireEvent.keyDown(dialog, { key: 'Escape' });
    expect(onOpenChange.mock.calls[0]?.[0]).toBe(false);
  });

  it('carries the scope of the extension that opened it', async () => {
    render(
      <div data-ext="acme">
        <Dialog open onOpenChange={() => {}} title="Scoped" />
      </div>,
    );
    const dialog = await screen.findByRole('dialog', { name: 'Scoped' });
    await waitFor(() => expect(dialog.closest<HTMLElement>('[data-ext]')?.dataset.ext).toBe('acme'));
  });
});

it('Drawer is a named dialog with a button that closes it', async () => {
  const onOpenChange = vi.fn();
  render(
    <Drawer open onOpenChange={onOpenChange} title="Details">
      text
    </Drawer>,
  );
  await screen.findByRole('dialog', { name: 'Details' });
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onOpenChange.mock.calls[0]?.[0]).toBe(false);
});

it('Menu opens from its trigger and runs what is selected', async () => {
  const onSelect = vi.fn();
  render(<Menu trigger={<Button>More</Button>} items={[{ label: 'Edit', icon: 'pencil', onSelect }]} />);
  fireEvent.click(screen.getByRole('button', { name: 'More' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Edit' }));
  expect(onSelect).toHaveBeenCalledOnce();
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
});

it('Select is tied to its label and error, and writes no style element', async () => {
  const onValueChange = vi.fn();
  const items = [
    { value: 'viewer', label: 'Viewer' },
    { value: 'admin', label: 'Administrator' },
  ];
  render(<Select label="Role" value="viewer" onValueChange={onValueChange} items={items} error="Not yours" />);
  const trigger = screen.getByRole('combobox', { name: 'Role' });
  expect(trigger.textContent).toBe('Viewer');
  expect(document.getElementById(trigger.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Not yours');
  fireEvent.click(trigger);
  await screen.findByRole('option', { name: 'Administrator' });
  expect(document.querySelector('style')).toBeNull();
});

it('Tabs mount the chosen panel alone', () => {
  const onValueChange = vi.fn();
  render(
    <Tabs
      value="a"
      onValueChange={onValueChange}
      tabs={[
        { value: 'a', label: 'First', content: 'one' },
        { value: 'b', label: 'Second', content: 'two' },
      ]}
    />,
  );
  expect(screen.getByRole('tabpanel', { name: 'First' }).textContent).toBe('one');
  expect(screen.queryByText('two')).toBeNull();
  fireEvent.click(screen.getByRole('tab', { name: 'Second' }));
  expect(onValueChange).toHaveBeenCalledWith('b');
});
