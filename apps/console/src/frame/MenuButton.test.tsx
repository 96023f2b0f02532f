// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MenuButton } from './MenuButton.tsx';

const [light, dark] = [vi.fn(), vi.fn()];
const show = () =>
  render(
    <MenuButton
      label="Theme"
      entries={[
        { kind: 'heading', key: 'h', label: 'Mode' },
        { kind: 'item', key: 'light', label: 'Light', checked: false, onSelect: light },
        { kind: 'item', key: 'dark', label: 'Dark', checked: true, onSelect: dark },
        { kind: 'item', key: 'more', label: 'More', onSelect: () => undefined },
      ]}
    />,
  );
const button = () => screen.getByRole('button', { name: 'Theme' });
const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key });

describe('a menu of the frame', () => {
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  it('opens on the choice that is in force, and goes round with arrows', () => {
    show();
    expect(screen.queryByRole('menu')).toBeNull();
    fireEvent.click(button());
    expect(button().getAttribute('aria-expanded')).toBe('true');
    expect(document.activeElement?.textContent).toBe('Dark');
    press('ArrowDown');
    press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Light');
    press('End');
    expect(document.activeElement?.textContent).toBe('More');
    press('d');
    expect(document.activeElement?.textContent).toBe('Dark');
  });

  it('does what was chosen, closes, and gives the focus back', () => {
    show();
    button().focus();
    press('ArrowDown');
    fireEvent.click(screen.getByRole('menuitemradio', { name: 'Light' }));
    expect(light).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button());
  });

  it('closes with Escape and changes nothing', () => {
    show();
    fireEvent.click(button());
    press('Escape');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button());
    expect([light, dark].some((choice) => choice.mock.calls.length > 0)).toBe(false);
  });
});
