// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Skeleton, type SkeletonShape } from './skeleton.tsx';
import { UiProvider } from './ui-provider.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const bones = (container: HTMLElement) => container.querySelector('.lb-skeleton') as HTMLElement;
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));

it('shows nothing under 150 ms, but takes its room', () => {
  const { container } = render(<Skeleton shape="table" />);
  pass(149);
  expect(bones(container).dataset.visible).toBeUndefined();
  expect(container.querySelectorAll('.lb-bone').length).toBeGreaterThan(0);
  pass(1);
  expect(bones(container).dataset.visible).toBe('true');
  expect(screen.getByRole('status').textContent).toBe('Loading');
});

it('says a sentence after three seconds', () => {
  render(<Skeleton sentence="Cluster eu-1 is slow" />);
  pass(2_999);
  expect(screen.getByRole('status').textContent).toBe('Loading');
  pass(1);
  expect(screen.getByRole('status').textContent).toBe('Cluster eu-1 is slow');
});

it('speaks the language of its provider', () => {
  render(
    <UiProvider locale="zh">
      <Skeleton delay={0} />
    </UiProvider>,
  );
  expect(screen.getAllByRole('status').some((status) => status.textContent === '正在加载')).toBe(true);
});

it.each<[SkeletonShape, number]>([
  ['line', 1],
  ['block', 1],
  ['form', 6],
  ['detail', 12],
  ['cards', 3],
  ['blank', 0],
])('draws the shape %s', (shape, count) => {
  const { container } = render(<Skeleton shape={shape} />);
  expect(container.querySelectorAll('.lb-bone')).toHaveLength(count);
});

it('leaves no timer behind', () => {
  const { unmount } = render(<Skeleton />);
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
