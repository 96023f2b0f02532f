import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyMatch, hasWords, isPlain } from './fuzzy-match.ts';

const marked = (query: string, text: string) => {
  const match = fuzzyMatch(query, text);
  return match && [...text].map((letter, at) => (match.positions.includes(at) ? `[${letter}]` : letter)).join('');
};
const better = (query: string, first: string, second: string) =>
  expect(fuzzyMatch(query, first)!.score, `${first} before ${second}`).toBeGreaterThan(
    fuzzyMatch(query, second)!.score,
  );

describe('fuzzyMatch', () => {
  it('needs all letters in order', () => {
    expect(fuzzyMatch('pdos', 'Pods')).toBeUndefined();
    expect(fuzzyMatch('podss', 'Pods')).toBeUndefined();
    expect(marked('pds', 'Pods')).toBe('[P]o[d][s]');
  });

  it('ignores case, accents and spaces in the query', () => {
    expect(marked('POD', 'pods')).toBe('[p][o][d]s');
    expect(marked('resume', 'Résumé')).toBe('[R][é][s][u][m][é]');
    expect(marked('go to', 'Goto')).toBe('[G][o][t][o]');
  });

  it('prefers the start of words, and of camel-cased ones', () => {
    expect(marked('rd', 'Restart a deployment')).toBe('[R]estart a [d]eployment');
    expect(marked('cd', 'CronDetails')).toBe('[C]ron[D]etails');
    expect(marked('log', 'Catalog of logs')).toBe('Catalog of [l][o][g]s');
  });

  it('ranks a word that begins so before letters in the middle, and a short text before a long one', () => {
    better('pod', 'Pods', 'Tripod');
    better('pod', 'Pods', 'Pods of all namespaces');
    better('dep', 'Deployments', 'Discover every plugin');
    better('sl', 'Service list', 'Salsa');
  });

  it('finds Chinese by its characters', () => {
    expect(marked('容组', '容器组')).toBe('[容]器[组]');
  });

  it('matches everything with an empty query, and marks nothing', () => {
    expect(fuzzyMatch('  ', 'Pods')).toEqual({ score: 0, positions: [] });
  });

  it('marks ascending positions that spell the query, for any text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '-', ' ', 'é', '容') });
    fc.assert(
      fc.property(letters, letters, (query, text) => {
        const match = fuzzyMatch(query, text);
        const fold = (value: string) => value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
        const wanted = fold(query).replace(/\s+/g, '');
        expect(match !== undefined).toBe(isSubsequence(wanted, fold(text)));
        if (match === undefined) return;
        expect(match.positions.map((at) => fold(text[at]!)).join('')).toBe(wanted);
        expect(match.positions).toEqual([...new Set(match.positions)].sort((a, b) => a - b));
      }),
    );
  });
});

function isSubsequence(wanted: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}

describe('isPlain', () => {
  const plain = (query: string, text: string) => {
    const match = fuzzyMatch(query, text);
    return match !== undefined && isPlain(text, match);
  };

  it.each([
    ['cro', 'Cron schedules'],
    ['cs', 'Cron schedules'],
    ['crosch', 'Cron schedules'],
    ['pds', 'Pods'],
    ['pod', 'Tripod'],
    ['cd', 'CronDetails'],
    ['容组', '容器组'],
  ])('takes %s for %s', (query, text) => expect(plain(query, text)).toBe(true));

  it.each([
    ['crs', 'Announcements by others'],
    ['nte', 'Announcements of the team'],
    ['cro', 'Decode a token for others'],
    ['od', 'Pods'],
    ['ps', 'Deployments'],
  ])('does not take %s for %s', (query, text) => expect(plain(query, text)).toBe(false));
});

describe('hasWords', () => {
  it('wants each word of the query to begin a word, in any order', () => {
    expect(hasWords('token dec', 'Decode a token')).toBe(true);
    expect(hasWords('coder', 'Decode a token')).toBe(false);
    expect(hasWords('令牌', '解码令牌')).toBe(true);
    expect(hasWords('', 'anything')).toBe(true);
  });
});
