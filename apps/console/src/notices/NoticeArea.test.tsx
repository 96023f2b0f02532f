// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderInConsole } from '../host/console.testing.tsx';
import { indexOf } from '../navigation/navigation.testing.ts';
import { NoticeArea } from './NoticeArea.tsx';
import { NoticeTray } from './NoticeTray.tsx';

const show = () =>
  renderInConsole(
    <>
      <NoticeTray />
      <NoticeArea />
    </>,
    { index: indexOf({}) },
  );
const area = () => document.querySelector<HTMLElement>('.shell-notices')!;

describe('notices', () => {
  afterEach(cleanup);

  it('above the content are the worst one, the rest on demand, each with a way to dismiss it', () => {
    const { host } = show();
    expect(area().hidden).toBe(true);
    act(() => {
      host.notices.add({ tone: 'warning', title: 'Slow' });
      host.notices.add({ tone: 'danger', title: 'Broken', code: 'LB3010' });
      host.notices.add({ tone: 'info', title: 'By the way' });
    });
    expect(area().hidden).toBe(false);
    expect(within(area()).getByText('Broken')).toBeTruthy();
    expect(within(area()).queryByText('Slow')).toBeNull();
    fireEvent.click(within(area()).getByRole('button', { name: '2 more' }));
    expect(within(area()).getByText('Slow')).toBeTruthy();
    fireEvent.click(within(area()).getAllByRole('button', { name: 'Dismiss' })[0]!);
    expect(within(area()).queryByText('Broken')).toBeNull();
  });

  it('are counted in the tray until it is opened, where all of them stand', () => {
    const { host } = show();
    const again = vi.fn();
    act(() => {
      host.notices.add({ tone: 'info', title: 'By the way' });
      host.notices.add({ tone: 'info', title: 'By the way' });
      host.notices.add({ tone: 'danger', title: 'Broken', actions: [{ label: 'Again', run: again }] });
    });
    fireEvent.click(screen.getByRole('button', { name: 'Notices, 2 unread' }));
    const tray = within(screen.getByRole('dialog', { name: 'Notices' }));
    expect(tray.getByText('2 times')).toBeTruthy();
    fireEvent.click(tray.getByRole('button', { name: 'Again' }));
    expect(again).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('button', { name: 'Notices' })).toBeTruthy();
    fireEvent.click(tray.getByRole('button', { name: 'Dismiss all' }));
    expect(tray.getByText('Nothing to report.')).toBeTruthy();
  });
});
