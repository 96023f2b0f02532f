// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Icon } from './icon.tsx';
import { iconNames } from './icons.ts';

afterEach(cleanup);

it('draws every icon of the set, and no two of them alike', () => {
  const drawings = iconNames.map((name) => {
    const { container, unmount } = render(<Icon name={name} />);
    const drawing = container.querySelector('svg')!.innerHTML;
    unmount();
    return drawing;
  });
  expect(drawings.every((drawing) => drawing.length > 0)).toBe(true);
  expect(new Set(drawings).size).toBe(iconNames.length);
});

it.each(['no-such-icon', '__proto__', 'constructor', ''])('shows the puzzle piece for the unknown name %j', (name) => {
  const unknown = render(<Icon name={name} />).container.innerHTML;
  const puzzle = render(<Icon name="puzzle" />).container.innerHTML;
  expect(unknown).toBe(puzzle);
});

it('is hidden from screen readers unless it has a meaning', () => {
  const { container } = render(<Icon name="lock" />);
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  render(<Icon name="lock" label="Locked" />);
  expect(screen.getByRole('img', { name: 'Locked' })).toBeDefined();
});
