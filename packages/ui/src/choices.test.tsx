// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Checkbox } from './checkbox.tsx';
import { SearchField } from './search-field.tsx';
import { Switch } from './switch.tsx';

afterEach(cleanup);

it('a checkbox has its label, its description, and a third state', () => {
  const onCheckedChange = vi.fn();
  render(
    <Checkbox label="All" description="Of them" checked={false} indeterminate onCheckedChange={onCheckedChange} />,
  );
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'All' });
  expect(box.indeterminate).toBe(true);
  expect(document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Of them');
  fireEvent.click(box);
  expect(onCheckedChange).toHaveBeenCalledExactlyOnceWith(true);
});

it('a switch takes no second wish while the first is on its way', () => {
  const onCheckedChange = vi.fn();
  const { rerender } = render(<Switch label="Enabled" checked={false} onCheckedChange={onCheckedChange} />);
  fireEvent.click(screen.getByRole('switch', { name: 'Enabled' }));
  expect(onCheckedChange).toHaveBeenCalledExactlyOnceWith(true);
  rerender(<Switch label="Enabled" checked pending onCheckedChange={onCheckedChange} />);
  const control = screen.getByRole('switch', { name: 'Enabled' });
  fireEvent.click(control);
  expect(onCheckedChange).toHaveBeenCalledOnce();
  expect(control.getAttribute('aria-busy')).toBe('true');
});

it('Escape in a search field clears it, and leaves the window around it alone', () => {
  const onValueChange = vi.fn();
  const onKeyDown = vi.fn();
  const { rerender } = render(
    // biome-ignore lint/a11y/noStaticElementInteractions: stands for the window around the field
    <div onKeyDown={onKeyDown}>
      <SearchField value="redis" onValueChange={onValueChange} />
    </div>,
  );
  fireEvent.keyDown(screen.getByRole('searchbox', { name: 'Search' }), { key: 'Escape' });
  expect(onValueChange).toHaveBeenCalledExactlyOnceWith('');
  expect(onKeyDown).not.toHaveBeenCalled();
  rerender(
    // biome-ignore lint/a11y/noStaticElementInteractions: stands for the window around the field
    <div onKeyDown={onKeyDown}>
      <SearchField value="" onValueChange={onValueChange} />
    </div>,
  );
  fireEvent.keyDown(screen.getByRole('searchbox', { name: 'Search' }), { key: 'Escape' });
  expect(onKeyDown).toHaveBeenCalledOnce();
});
