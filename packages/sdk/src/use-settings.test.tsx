// @vitest-environment happy-dom
import { act, cleanup, fireEvent } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { showExtension } from './test-support/show-extension.tsx';
import { useSetting, useSettings } from './use-settings.ts';

afterEach(cleanup);

describe('settings', () => {
  it('are read and written one by one', () => {
    const { container, kernel } = showExtension(() => {
      const [step, setStep] = useSetting<number>('step');
      return (
        <button type="button" onClick={() => setStep(30)}>
          {step ?? 'none'}
        </button>
      );
    });
    expect(container.textContent).toBe('none');
    fireEvent.click(container.querySelector('button')!);
    expect(container.textContent).toBe('30');
    expect(kernel.context('acme').settings.get()).toEqual({ step: 30 });
  });

  it('follow what another place chooses', () => {
    const { container, kernel } = showExtension(() => JSON.stringify(useSettings()));
    act(() => kernel.context('acme').settings.set('unit', 'cpu'));
    expect(container.textContent).toBe('{"unit":"cpu"}');
  });
});
