// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeKernel } from './fake-kernel.ts';
import type { ProblemProps } from './kernel-components.ts';
import { KernelProvider } from './kernel-provider.tsx';
import { ProblemPanel } from './problem-panel.tsx';
import { problemReport } from './problem-report.ts';

vi.mock('@luban/manifest/messages', () => ({
  explain: (problem: { code: string }, locale: string) => ({
    code: problem.code,
    sentence: `What happened (${locale}).`,
    cause: 'Why.',
    cure: 'What to do.',
  }),
}));

afterEach(cleanup);

const PROBLEM = { code: 'LB3001', params: {}, extension: 'acme', version: '1.2.3' };

async function show(props: Partial<ProblemProps> = {}, locale = 'en') {
  const kernel = createFakeKernel({ index: { locale } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <KernelProvider kernel={kernel}>{children}</KernelProvider>
  );
  await act(async () => render(<ProblemPanel problem={PROBLEM} {...props} />, { wrapper }));
}

describe('a problem panel', () => {
  it('says what happened, why, and what to do, under its number', async () => {
    await show();
    const text = screen.getByRole('alert').textContent;
    for (const part of ['LB3001', 'What happened (en).', 'Why.', 'What to do.']) expect(text).toContain(part);
  });

  it('speaks the locale of the index', async () => {
    await show({ onRetry: () => undefined }, 'zh');
    expect(screen.getByRole('alert').textContent).toContain('What happened (zh).');
    expect(screen.getByRole('button', { name: '重试' })).toBeTruthy();
  });

  it('offers only what can be done', async () => {
    await show();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Disable this extension' })).toBeNull();
  });

  it('shows hostile text as text', async () => {
    await show({ detail: '<img src=x onerror=alert(1)>' });
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeTruthy();
  });

  it('copies what a bug report needs', async () => {
    const writeText = vi.fn(async (_: string) => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    await show({ detail: 'Error: at line 7' });
    await act(async () => fireEvent.click(screen.getByText('Copy details')));
    expect(writeText.mock.calls[0]?.[0]).toContain('Error: at line 7');
    expect(screen.getByText('Copied')).toBeTruthy();
    vi.unstubAllGlobals();
  });

  it('takes one line in small places', async () => {
    const retry = vi.fn();
    const disable = vi.fn();
    await show({ compact: true, detail: 'stack', onRetry: retry, onDisable: disable });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('note').title).toBe('What happened (en). What to do.');
    expect(screen.queryByText('stack')).toBeNull();
    fireEvent.click(screen.getByText('Try again'));
    expect(retry).toHaveBeenCalledTimes(1);
    fireEvent.click(screen.getByText('Disable this extension'));
    expect(disable).toHaveBeenCalledTimes(1);
  });
});

describe('problemReport', () => {
  it('leaves out what is not known', () => {
    const at = new Date(0);
    expect(problemReport({ problem: { code: 'LB4004', params: {} }, url: 'http://x/', at })).toBe(
      'LB4004\nPage: http://x/\nTime: 1970-01-01T00:00:00.000Z',
    );
  });

  it('names owner, cause and cure', () => {
    const explanation = { code: 'LB3001', sentence: 'Missing.', cause: 'C.', cure: 'D.' };
    const report = problemReport({ problem: PROBLEM, explanation, detail: 'stack', url: 'u', at: new Date(0) });
    expect(report.split('\n')).toEqual([
      'LB3001 Missing.',
      'Extension: acme@1.2.3',
      'Cause: C.',
      'Cure: D.',
      'Page: u',
      'Time: 1970-01-01T00:00:00.000Z',
      '',
      'stack',
    ]);
  });
});
