import { describe, expect, it } from 'vitest';
import type { InstallationSummary } from '../center-api.ts';
import { labelsOf, labelsText } from '../clusters/label-text.ts';
import { holdsData, reasonKey } from '../remains/remains.ts';
import { countOf, needsAttention, selectInstallations, viewOf, withView } from './installed-view.ts';

const row = (name: string, part: Partial<InstallationSummary> = {}): InstallationSummary => ({
  ...{ name, displayName: { en: name, zh: `${name}扩展` }, state: 'Installed', plannedVersion: '1.0.0', enabled: true },
  ...{ origin: 'plan', preinstalled: true, clusters: 0, problems: [], ...part },
});

const rows = [
  row('tide', { upgradeTo: '2.0.0', preinstalled: false }),
  row('clock', { enabled: false }),
  row('loki', { state: 'UpgradeFailed', preinstalled: false }),
  row('devops', { state: 'Installing', problems: [{ code: 'LB2011', params: {} }] }),
];
const names = (search: string, ...filters: Parameters<typeof countOf>[1][]) =>
  selectInstallations(rows, { search, filters }).map(({ name }) => name);

describe('the list of what is installed', () => {
  it('is searched in every language', () => {
    expect(names('TIDE')).toEqual(['tide']);
    expect(names('扩展 lo')).toEqual(['clock', 'loki']);
    expect(names('nothing of the kind')).toEqual([]);
  });

  it('is narrowed by all filters that are on', () => {
    expect(names('', 'upgradable')).toEqual(['tide']);
    expect(names('', 'attention')).toEqual(['loki', 'devops']);
    expect(names('', 'underWay')).toEqual(['devops']);
    expect(names('', 'disabled')).toEqual(['clock']);
    expect(names('', 'added', 'attention')).toEqual(['loki']);
    expect(countOf(rows, 'added')).toBe(2);
    expect(rows.filter(needsAttention).length).toBe(2);
  });

  it('is in the URL as it is, and leaves the rest of it alone', () => {
    const params = new URLSearchParams('other=1&q=a&show=disabled,nonsense&sort=state:desc');
    const view = viewOf(params);
    expect(view).toEqual({
      ...{ search: 'a', filters: ['disabled'], sort: { column: 'state', direction: 'descending' } },
    });
    expect(withView(params, view).toString()).toBe('other=1&q=a&show=disabled&sort=state%3Adesc');
    const none = { search: '', filters: [], sort: viewOf(new URLSearchParams()).sort };
    expect(withView(params, none).toString()).toBe('other=1');
    expect(viewOf(new URLSearchParams('sort=__proto__')).sort.column).toBe('name');
  });
});

it.each([
  ['', {}],
  ['region=eu, tier=gold', { region: 'eu', tier: 'gold' }],
  ['example.com/zone=a,', { 'example.com/zone': 'a' }],
  ['empty=', { empty: '' }],
  ['region', undefined],
  ['a b=c', undefined],
  ['a=b=c', undefined],
])('labels written as %j', (text, labels) => {
  expect(labelsOf(text)).toEqual(labels);
  if (labels !== undefined) expect(labelsOf(labelsText(labels as Record<string, string>))).toEqual(labels);
});

it.each([
  ['definition', 0, false, 'definition.unused'],
  ['definition', 1, true, 'definition.one'],
  ['definition', 5, true, 'definition'],
  ['volume', 0, true, 'volume'],
  ['namespace', 0, true, 'namespace'],
  ['kept', 0, false, 'kept'],
] as const)('what remains as %s with %d objects', (why, inUse, data, reason) => {
  const item = { cluster: 'host', apiVersion: 'v1', kind: 'Thing', name: 'a', why, inUse };
  expect(holdsData(item)).toBe(data);
  expect(reasonKey(item)).toBe(reason);
});
