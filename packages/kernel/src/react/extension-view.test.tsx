// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { lazy, type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ParcelProps } from '../contract.ts';
import { useExtensionScope } from './extension-scope.ts';
import { ExtensionView } from './extension-view.tsx';
import { createFakeKernel, type FakeKernel, fakeExtension } from './fake-kernel.ts';
import { KernelProvider } from './kernel-provider.tsx';

const REFERENCE = './Page#default';

let kernel: FakeKernel;

beforeEach(() => {
  kernel = createFakeKernel({ index: { extensions: [fakeExtension('acme')] } });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function View({ props, compact }: { props?: object; compact?: boolean }) {
  return (
    <ExtensionView
      extension="acme"
      reference={REFERENCE}
      props={props}
      skeleton="table"
      cause="route page"
      compact={compact}
    />
  );
}

function show(view: ReactNode, onDisable?: (extension: string) => void) {
  return render(view, {
    wrapper: ({ children }) => (
      <KernelProvider kernel={kernel} onDisable={onDisable}>
        {children}
      </KernelProvider>
    ),
  });
}

const mount = () => kernel.mounts.at(-1)!;

describe('a view', () => {
  it('shows the skeleton until the export is there, and then the export in its scope element', () => {
    const { container } = show(<View props={{ name: 'Ada' }} />);
    expect(container.querySelector('[data-shape=table]')).not.toBeNull();

    act(() => mount().ready({ value: ({ name }: { name: string }) => <p>Hello {name}</p> }));

    const scope = container.querySelector<HTMLElement>('[data-ext=acme]')!;
    expect(scope.dataset.extVersion).toBe('1.0.0');
    expect(scope.style.display).toBe('contents');
    expect(scope.textContent).toBe('Hello Ada');
    expect(container.querySelector('[data-shape=table]')).toBeNull();
  });

  it('opens one mount with its cause, and closes it when the place is gone', () => {
    const { unmount } = show(<View />);
    expect(kernel.mounts).toHaveLength(1);
    expect(mount()).toMatchObject({ extension: 'acme', reference: REFERENCE, cause: 'route page', closed: false });
    unmount();
    expect(mount().closed).toBe(true);
  });

  it('opens another mount when it is to show another export', () => {
    const { rerender } = show(<View />);
    rerender(<ExtensionView extension="acme" reference="./Other#default" cause="route other" />);
    expect(kernel.mounts.map(({ reference, closed }) => [reference, closed])).toEqual([
      [REFERENCE, true],
      ['./Other#default', false],
    ]);
  });

  it('passes new props on without starting the content anew', () => {
    const started = vi.fn();
    const Page = ({ count }: { count: number }) => {
      useEffect(() => started(), []);
      return <p>{count}</p>;
    };
    const { container, rerender } = show(<View props={{ count: 1 }} />);
    act(() => mount().ready({ value: Page }));
    rerender(<View props={{ count: 2 }} />);
    expect(container.textContent).toBe('2');
    expect(started).toHaveBeenCalledTimes(1);
  });

  it('tells the content whose it is and what was handed over', () => {
    const seen: unknown[] = [];
    const Page = () => {
      const scope = useExtensionScope();
      seen.push(scope?.context.name, scope?.context.version, scope?.handedOver);
      return null;
    };
    show(<View />);
    act(() => mount().ready({ value: Page, version: '2.0.0', handedOver: { text: 'kept' } }));
    expect(seen.slice(-3)).toEqual(['acme', '2.0.0', { text: 'kept' }]);
  });

  it('keeps what suspends inside of it', async () => {
    const Later = lazy(async () => ({ default: () => <p>later</p> }));
    const { container } = show(
      <>
        <h1>shell</h1>
        <View />
      </>,
    );
    await act(async () => mount().ready({ value: Later }));
    expect(container.querySelector('h1')!.style.display).toBe('');
    expect(await screen.findByText('later')).toBeTruthy();
  });
});

describe('a failure', () => {
  function Boom(): never {
    throw new Error('boom');
  }

  it('while rendering is reported and shown in its place alone', () => {
    show(
      <>
        <h1>shell</h1>
        <View />
      </>,
    );
    act(() => mount().ready({ value: Boom }));
    expect(mount().failures).toEqual([{ error: expect.objectContaining({ message: 'boom' }), phase: 'render' }]);
    expect(screen.getByRole('alert').textContent).toContain('LB4004');
    expect(screen.getByText('shell')).toBeTruthy();
  });

  it('after the first render is reported too', () => {
    const Later = () => {
      const [broken, setBroken] = useState(false);
      if (broken) throw new Error('later');
      return (
        <button type="button" onClick={() => setBroken(true)}>
          break
        </button>
      );
    };
    show(<View />);
    act(() => mount().ready({ value: Later }));
    fireEvent.click(screen.getByText('break'));
    expect(mount().failures).toHaveLength(1);
  });

  it('is what an endless loop of renders becomes', () => {
    const InRender = () => {
      const [, setCount] = useState(0);
      setCount((count) => count + 1);
      return null;
    };
    const InEffect = () => {
      const [count, setCount] = useState(0);
      useLayoutEffect(() => setCount(count + 1));
      return null;
    };
    show(<View />);
    act(() => mount().ready({ value: InRender }));
    expect(mount().failures).toHaveLength(1);
    act(() => mount().ready({ value: InEffect }));
    expect(mount().failures).toHaveLength(2);
    expect(String(mount().failures[1]?.error)).toContain('Maximum update depth');
  });

  it('ends with a retry that works', () => {
    let broken = true;
    const Page = () => {
      if (broken) throw new Error('boom');
      return <p>fine</p>;
    };
    show(<View />);
    act(() => mount().ready({ value: Page }));
    broken = false;
    fireEvent.click(screen.getByText('Try again'));
    expect(screen.getByText('fine')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('offers to disable the extension to those who may', () => {
    const disable = vi.fn();
    show(<View />, disable);
    act(() => mount().ready({ value: Boom }));
    fireEvent.click(screen.getByText('Disable this extension'));
    expect(disable).toHaveBeenCalledWith('acme');
  });

  it.each([
    ['text', 'a string'],
    ['a React element', <p key="0">no</p>],
    ['half a parcel', { mount: async () => undefined }],
    ['nothing', null],
  ])('is an export that is %s', (_, value) => {
    show(<View />);
    act(() => mount().ready({ value }));
    expect(mount().failures[0]?.error).toMatchObject({
      problem: { code: 'LB4009', extension: 'acme', version: '1.0.0', params: { reference: REFERENCE } },
    });
  });
});

describe('an upgrade', () => {
  it('replaces the content and its version at once', () => {
    const { container } = show(<View />);
    act(() => mount().ready({ value: () => <p>one</p>, version: '1.0.0' }));
    act(() => mount().ready({ value: () => <p>two</p>, version: '2.0.0' }));
    expect(container.textContent).toBe('two');
    expect(container.querySelectorAll('[data-ext]')).toHaveLength(1);
    expect(container.querySelector<HTMLElement>('[data-ext]')!.dataset.extVersion).toBe('2.0.0');
  });

  it('that waits is announced above content that stays as it is', () => {
    const started = vi.fn();
    const Page = () => {
      useEffect(() => started(), []);
      return <input defaultValue="typed" />;
    };
    show(<View />);
    act(() => mount().ready({ value: Page }));
    act(() => mount().change({ pending: { version: '2.0.0', message: 'A draft is not saved.', canSave: true } }));

    expect(screen.getByRole('status').textContent).toContain(
      'An update to 2.0.0 is ready. It waits for your unsaved changes. A draft is not saved.',
    );
    expect(screen.getByDisplayValue('typed')).toBeTruthy();
    fireEvent.click(screen.getByText('Save and update'));
    fireEvent.click(screen.getByText('Update without saving'));
    expect(mount().updates).toEqual([{ save: true }, { save: false }]);

    act(() => mount().change({ pending: undefined }));
    expect(screen.queryByRole('status')).toBeNull();
    expect(started).toHaveBeenCalledTimes(1);
  });

  it('that cannot be saved offers only to go ahead', () => {
    show(<View />);
    act(() => mount().ready({ value: () => null }));
    act(() => mount().change({ pending: { version: '2.0.0', canSave: false } }));
    expect(screen.queryByText('Save and update')).toBeNull();
    expect(screen.getByText('Update without saving')).toBeTruthy();
  });
});

describe('an extension that is gone', () => {
  it('leaves a calm panel where a page was', () => {
    show(<View />);
    act(() => mount().snapshot.set({ phase: 'gone', reason: 'disabled' }));
    expect(screen.getByRole('status').textContent).toContain('acme was disabled');
  });

  it('leaves nothing in a small place', () => {
    const { container } = show(<View compact />);
    act(() => mount().snapshot.set({ phase: 'gone', reason: 'removed' }));
    expect(container.innerHTML).toBe('');
  });
});

describe('content of another framework', () => {
  const parcel = () => {
    const calls: [string, unknown][] = [];
    const note =
      (step: string) =>
      async ({ domElement, greeting }: ParcelProps) => {
        calls.push([step, greeting]);
        if (step !== 'unmount') domElement.textContent = String(greeting);
      };
    return { calls, lifecycles: { mount: note('mount'), update: note('update'), unmount: note('unmount') } };
  };

  it('is mounted into its scope element, updated with new props, and unmounted', async () => {
    const { calls, lifecycles } = parcel();
    const { container, rerender, unmount } = show(<View props={{ greeting: 'hello' }} />);
    await act(async () => mount().ready({ value: lifecycles, framework: 'single-spa' }));
    expect(container.querySelector('[data-ext=acme]')?.textContent).toBe('hello');
    await act(async () => rerender(<View props={{ greeting: 'bye' }} />));
    expect(container.querySelector('[data-ext=acme]')?.textContent).toBe('bye');
    await act(async () => unmount());
    expect(calls).toEqual([
      ['mount', 'hello'],
      ['update', 'bye'],
      ['unmount', 'bye'],
    ]);
  });

  it('reports a mount that fails', async () => {
    const mountFails = { mount: () => Promise.reject(new Error('no canvas')), unmount: async () => undefined };
    show(<View />);
    await act(async () => mount().ready({ value: mountFails }));
    expect(mount().failures).toEqual([{ error: expect.objectContaining({ message: 'no canvas' }), phase: 'mount' }]);
  });

  it('is protected against lost work like React content', async () => {
    let given: ParcelProps | undefined;
    const lifecycles = {
      mount: async (props: ParcelProps) => {
        given = props;
      },
      unmount: async () => undefined,
    };
    show(<View />);
    await act(async () => mount().ready({ value: lifecycles, handedOver: { text: 'kept' } }));
    const mark = given!.markDirty({ message: 'unsaved' });
    expect([...mount().dirty]).toEqual([{ message: 'unsaved' }]);
    mark[Symbol.dispose]();
    expect(mount().dirty.size).toBe(0);
    expect(given!.handedOver).toEqual({ text: 'kept' });
  });
});
