// @vitest-environment happy-dom
import { act, cleanup } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Slot } from './slot.tsx';
import { showExtension } from './test-support/show-extension.tsx';
import {
  useActions,
  useColumns,
  useCommands,
  useIndexRevision,
  useQuickAccess,
  useSlot,
  useTabs,
} from './use-contributions.tsx';

afterEach(cleanup);

const POD = 'core/v1/Pod';
const other = { extension: 'other', title: 'Title', icon: 'chart' };

describe('what other extensions contribute', () => {
  it('as columns renders cells', () => {
    const { container } = showExtension(
      () => {
        const columns = useColumns<{ resource: { name: string } }>(POD);
        return columns.map((column) => (
          <section key={column.key} title={column.title} style={{ width: column.width }}>
            {column.render({ resource: { name: 'web-0' } })}
          </section>
        ));
      },
      {
        index: {
          columns: [
            { ...other, id: 'cpu', for: POD, component: './Cpu#default', width: 90 },
            { ...other, id: 'no', for: 'apps/v1/Deployment', component: './No#default', width: 90 },
          ],
        },
        exports: { 'other ./Cpu#default': ({ resource }: { resource: { name: string } }) => `cpu of ${resource.name}` },
      },
    );
    const cell = container.querySelector('section')!;
    expect(cell.textContent).toBe('cpu of web-0');
    expect(cell.querySelector<HTMLElement>('[data-ext]')!.dataset.ext).toBe('other');
    expect(container.querySelectorAll('section')).toHaveLength(1);
  });

  it('as tabs renders their content', () => {
    const { container } = showExtension(() => useTabs(POD).map((tab) => tab.render({ resource: 1 })), {
      index: { tabs: [{ ...other, id: 'metrics', for: POD, component: './Tab#default' }] },
      exports: { 'other ./Tab#default': ({ resource }: { resource: number }) => `tab ${resource}` },
    });
    expect(container.textContent).toBe('tab 1');
  });

  it('as actions and commands is run', async () => {
    let run: () => Promise<unknown> = async () => undefined;
    const { kernel } = showExtension(
      () => {
        const [action] = useActions<{ resource: string }>(POD);
        const [command] = useCommands();
        run = async () => {
          await action?.run({ resource: 'web-0' });
          await command?.run();
        };
        return null;
      },
      {
        index: {
          actions: [{ ...other, id: 'restart', for: POD, command: 'other/restart', danger: true }],
          commands: [{ ...other, id: 'help', keywords: [], palette: true }],
        },
      },
    );
    await run();
    expect(kernel.calls).toEqual(['run other/restart {"resource":"web-0"}', 'run other/help undefined']);
  });

  it('for quick access opens pages and runs commands', async () => {
    let entries: ReturnType<typeof useQuickAccess> = [];
    const { kernel } = showExtension(
      () => {
        entries = useQuickAccess();
        return null;
      },
      {
        index: {
          quickAccess: [
            { ...other, id: 'page', route: 'other/list' },
            { ...other, id: 'do', command: 'other/do' },
            { ...other, id: 'lost', route: 'nobody/page' },
          ],
          routes: [
            {
              ...other,
              id: 'list',
              mount: 'root',
              path: 'list',
              skeleton: 'page',
              prefetch: 'intent',
              component: './List#default',
            },
          ],
        },
      },
    );
    for (const entry of entries) await entry.run();
    expect(entries.map(({ key }) => key)).toEqual(['other/page', 'other/do', 'other/lost']);
    expect(kernel.calls).toEqual(['navigate /list', 'run other/do undefined']);
  });

  it('fills slots, each with its key', () => {
    const slots = [{ ...other, id: 'one', slot: 'acme.cards', component: './One#default' }];
    const { container } = showExtension(
      () => (
        <>
          {useSlot('acme.cards').length}
          <Slot
            name="acme.cards"
            props={{ count: 3 }}
            render={(card, content) => <section title={card.key}>{content}</section>}
          />
          <Slot name="acme.none" fallback="nothing" />
        </>
      ),
      { index: { slots }, exports: { 'other ./One#default': ({ count }: { count: number }) => `one ${count}` } },
    );
    expect(container.querySelector('[title="other/one"]')?.textContent).toBe('one 3');
    expect(container.textContent).toBe('1one 3nothing');
  });

  it('tells when it changes', () => {
    const { container, kernel } = showExtension(() => useIndexRevision());
    act(() => kernel.index.update((index) => ({ ...index, revision: 'next' })));
    expect(container.textContent).toBe('next');
  });
});
