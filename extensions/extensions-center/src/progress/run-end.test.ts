import { describe, expect, it } from 'vitest';
import type { Run } from '../center-api.ts';
import { durationText } from './duration.ts';
import { runEnd } from './run-end.ts';

const run = (id: string, action: Run['action'], state: Run['state'], version = '1.0.0'): Run => ({
  ...{ id, action, state, version, startedAt: '2026-01-01T00:00:00Z' },
  steps: state === 'failed' ? [{ name: 'release', state: 'failed', problem: { code: 'LB7424', params: {} } }] : [],
});

describe('the end of a run', () => {
  it('is not there before the run is, or while it goes on', () => {
    expect(runEnd({ action: 'upgrade', after: 'a' }, [run('a', 'install', 'done')], 'Installed')).toBeUndefined();
    const running = [run('b', 'upgrade', 'running'), run('a', 'install', 'done')];
    expect(runEnd({ action: 'upgrade', after: 'a' }, running, 'Upgrading')).toBeUndefined();
  });

  it('is that of the own run, not of what somebody began afterwards', () => {
    const runs = [
      run('c', 'upgrade', 'failed', '3.0.0'),
      run('b', 'upgrade', 'done', '2.0.0'),
      run('a', 'install', 'done'),
    ];
    expect(runEnd({ action: 'upgrade', after: 'a' }, runs, 'Installed')).toEqual({ state: 'done', version: '2.0.0' });
  });

  it('names what made it fail', () => {
    expect(runEnd({ action: 'install' }, [run('a', 'install', 'failed')], 'InstallFailed')).toEqual({
      ...{ state: 'failed', version: '1.0.0', problem: { code: 'LB7424', params: {} } },
    });
  });

  it('of an installation is not that of an earlier life', () => {
    const before = [run('b', 'uninstall', 'done'), run('a', 'install', 'done')];
    expect(runEnd({ action: 'install' }, before, '')).toBeUndefined();
    const now = [run('c', 'install', 'done', '2.0.0'), ...before];
    expect(runEnd({ action: 'install' }, now, 'Installed')).toEqual({ state: 'done', version: '2.0.0' });
  });

  it('of a removal is there when the installation has gone', () => {
    const runs = [run('b', 'uninstall', 'done'), run('a', 'install', 'done')];
    expect(runEnd({ action: 'uninstall', after: 'a' }, runs, 'Uninstalling')).toBeUndefined();
  });
});

it.each([
  [0, '< 1 s'],
  [1_000, '1 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [3_900_000, '1 h 5 min'],
])('%d ms read %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
