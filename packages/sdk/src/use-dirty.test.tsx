// @vitest-environment happy-dom
import { cleanup, fireEvent } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { showExtension } from './test-support/show-extension.tsx';
import { useDirty } from './use-dirty.ts';

afterEach(cleanup);

describe('useDirty', () => {
  const saved: string[] = [];
  function Form({ savable = true }: { savable?: boolean }) {
    const [text, setText] = useState('');
    useDirty(text !== '', {
      message: 'The note is not saved.',
      save: savable
        ? async () => {
            saved.push(text);
            setText('');
          }
        : undefined,
    });
    return <input aria-label="note" value={text} onChange={(event) => setText(event.target.value)} />;
  }
  const type = (container: HTMLElement, value: string) =>
    fireEvent.change(container.querySelector('input')!, { target: { value } });

  it('protects the place exactly while there is unsaved work', () => {
    const { container, mount } = showExtension(Form);
    expect(mount.dirty.size).toBe(0);
    type(container, 'a');
    expect([...mount.dirty].map(({ message }) => message)).toEqual(['The note is not saved.']);
    type(container, 'ab');
    expect(mount.dirty.size).toBe(1);
    type(container, '');
    expect(mount.dirty.size).toBe(0);
  });

  it('saves what is there at the time of saving', async () => {
    const { container, mount } = showExtension(Form);
    type(container, 'a');
    type(container, 'ab');
    await [...mount.dirty][0]!.save!();
    expect(saved).toEqual(['ab']);
  });

  it('offers no saving when there is none', () => {
    const { container, mount } = showExtension(Form, { props: { savable: false } });
    type(container, 'a');
    expect([...mount.dirty][0]!.save).toBeUndefined();
  });

  it('ends with the place', () => {
    const { container, mount, unmount } = showExtension(Form);
    type(container, 'a');
    unmount();
    expect(mount.dirty.size).toBe(0);
  });
});
