// @vitest-environment happy-dom
import { cleanup, fireEvent } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { showExtension } from './test-support/show-extension.tsx';
import { useHandover } from './use-handover.ts';

afterEach(cleanup);

function Counter() {
  const [count, setCount] = useHandover('count', 1);
  return (
    <button type="button" onClick={() => setCount((before) => before + 1)}>
      {count}
    </button>
  );
}

describe('useHandover', () => {
  it('starts with its initial value', () => {
    expect(showExtension(Counter).container.textContent).toBe('1');
  });

  it('hands over the value that it has when the upgrade comes', () => {
    const { container, mount } = showExtension(Counter);
    fireEvent.click(container.querySelector('button')!);
    fireEvent.click(container.querySelector('button')!);
    expect(mount.collectors.get('count')?.()).toBe(3);
  });

  it('starts with what it was handed, even where that is nothing much', () => {
    expect(showExtension(Counter, { handedOver: { count: 7 } }).container.textContent).toBe('7');
    cleanup();
    expect(showExtension(Counter, { handedOver: { count: 0 } }).container.textContent).toBe('0');
  });

  it('takes nothing from another key', () => {
    expect(showExtension(Counter, { handedOver: { other: 7 } }).container.textContent).toBe('1');
  });
});
