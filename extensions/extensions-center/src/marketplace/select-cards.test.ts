import { describe, expect, it } from 'vitest';
import type { Card, InstallationSummary } from '../center-api.ts';
import { cardSearch, plain } from './search.ts';
import { selectCards } from './select-cards.ts';
import { NO_CATEGORY, NO_REPOSITORY, viewOf, WHOLE, withView } from './view.ts';

function card(name: string, part: Partial<Card> = {}): Card {
  return {
    ...{ name, displayName: { en: name }, description: {}, provider: {}, keywords: [], alsoIn: [] },
    ...{ latestVersion: '1.0.0', recommendedVersion: '1.0.0' },
    ...part,
  };
}

function installation(part: Partial<InstallationSummary> = {}): InstallationSummary {
  return {
    ...{ name: 'x', displayName: {}, state: 'Installed', version: '1.0.0', plannedVersion: '1.0.0', enabled: true },
    ...{ origin: 'plan', preinstalled: false, clusters: 0, problems: [] },
    ...part,
  };
}

const CARDS: Card[] = [
  card('weather', {
    displayName: { en: 'Weather station', zh: '气象站' },
    description: { en: 'Watches the tides, too' },
    category: 'observability',
    keywords: ['rain'],
    provider: { en: { name: 'Überwachung GmbH' } },
    created: '2026-01-01T00:00:00Z',
  }),
  card('tides', { displayName: { en: 'Atlas' }, category: 'observability', hasInterface: true, repository: 'stable' }),
  card('clock', { displayName: { en: 'Tides and clocks', zh: '潮汐时钟' }, created: '2026-03-01T00:00:00Z' }),
  card('old', { recommendedVersion: undefined, unfit: { code: 'LB7601', params: {} }, category: 'storage' }),
  card('kept', { installation: installation({ upgradeTo: '2.0.0' }), repository: 'stable' }),
  card('off', { installation: installation({ enabled: false }) }),
];

const names = (view: Partial<typeof WHOLE>, locale = 'en') =>
  selectCards(CARDS, { ...WHOLE, ...view }, locale).cards.map(({ name }) => name);

describe('a search', () => {
  it.each([
    ['tides', ['tides', 'clock', 'weather']],
    ['TIDES', ['tides', 'clock', 'weather']],
    ['气象', ['weather']],
    ['时钟', ['clock']],
    ['uberwachung', ['weather']],
    ['Ｕberwachung', ['weather']],
    ['rain', ['weather']],
    ['tides clocks', ['clock']],
    ['  ', ['kept', 'tides', 'clock', 'weather', 'off', 'old']],
    ['(.*)+$', []],
    ['__proto__', []],
  ])('%j finds %j', (search, found) => expect(names({ search })).toEqual(found));

  it('counts a name more than a title, and a title more than a description', () => {
    const rank = cardSearch('tides');
    expect(CARDS.slice(0, 3).map(rank)).toEqual([6, 0, 3]);
  });

  it('finds in every language whatever the page is in', () => {
    expect(names({ search: '气象' }, 'zh')).toEqual(['weather']);
    expect(names({ search: 'station' }, 'zh')).toEqual(['weather']);
  });

  it('takes no notice of accents, capitals and width', () => {
    expect(plain('ÀÉÎ Ｋ８ｓ')).toBe('aei k8s');
  });
});

describe('filters', () => {
  it.each([
    [{ filters: ['installed'] as const }, ['kept', 'off']],
    [{ filters: ['upgradable'] as const }, ['kept']],
    [{ filters: ['pages'] as const }, ['tides']],
    [{ filters: ['installed', 'upgradable'] as const }, ['kept']],
    [{ category: 'observability' }, ['tides', 'weather']],
    [{ category: NO_CATEGORY }, ['kept', 'clock', 'off']],
    [{ repository: 'stable' }, ['kept', 'tides']],
    [{ repository: NO_REPOSITORY }, ['clock', 'weather', 'off', 'old']],
  ])('%j leave %j', (view, found) => expect(names(view)).toEqual(found));

  it('leave out what does not fit only where that is asked for', () => {
    expect(names({ filters: ['compatible'] })).not.toContain('old');
    expect(names({})).toContain('old');
  });

  it('are counted by category without the category that is chosen', () => {
    const { counts } = selectCards(CARDS, { ...WHOLE, category: 'storage', search: 'tides' }, 'en');
    expect(Object.fromEntries(counts)).toEqual({ '': 3, observability: 2, [NO_CATEGORY]: 1 });
  });
});

describe('orders', () => {
  it('by name are those of the language', () => {
    expect(names({ sort: 'name' })).toEqual(['tides', 'kept', 'off', 'old', 'clock', 'weather']);
  });

  it('by age begin with the newest', () => {
    expect(names({ sort: 'newest' }).slice(0, 2)).toEqual(['clock', 'weather']);
  });
});

describe('the view in the URL', () => {
  it('comes back as it went', () => {
    const view = {
      search: 'a b',
      category: 'storage',
      filters: ['installed', 'pages'] as const,
      repository: 'stable',
      sort: 'newest' as const,
    };
    expect(viewOf(withView(new URLSearchParams('upload='), view))).toEqual(view);
    expect(withView(new URLSearchParams('other=1'), WHOLE).toString()).toBe('other=1');
  });

  it('makes nothing of what it does not know', () => {
    expect(viewOf(new URLSearchParams('sort=__proto__&show=x,installed,installed'))).toEqual({
      ...WHOLE,
      filters: ['installed'],
    });
  });
});
