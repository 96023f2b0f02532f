import { expect, test } from 'vitest';
import { listedAs, MOST_EXTENSIONS, selectCharts } from './chart-selection.ts';

const chart = (name: string, version: string) => ({
  name,
  version,
  urls: [`https://shore.example/${name}-${version}.tgz`],
});

test('the newest versions by meaning, not by spelling', () => {
  const listed = ['1.9.0', '1.10.0', '1.10.0-rc.1', '0.9.9'].map((version) => chart('clock', version));
  const versions = (depth: number) =>
    selectCharts(listed, depth)
      .charts.get('clock')
      ?.map(({ version }) => version);
  expect(versions(2)).toEqual(['1.10.0', '1.10.0-rc.1']);
  expect(versions(0)).toEqual(['1.10.0', '1.10.0-rc.1', '1.9.0', '0.9.9']);
});

test('a version that is none is told, and takes no other with it', () => {
  const { charts, problems } = selectCharts(
    [chart('clock', '1.0'), chart('clock', '1.0.0'), chart('gull', 'v1.0.0')],
    3,
  );
  expect([...charts]).toEqual([['clock', [chart('clock', '1.0.0')]]]);
  expect(problems.map(({ chart: name, version, problem }) => [name, version, problem.code])).toEqual([
    ['clock', '1.0', 'LB7309'],
    ['gull', 'v1.0.0', 'LB7309'],
  ]);
});

test('a repository without end is cut, which is told', () => {
  const listed = Array.from({ length: MOST_EXTENSIONS + 7 }, (_, i) => chart(`extension-${i}`, '1.0.0'));
  const { charts, problems } = selectCharts(listed, 3);
  expect(charts.size).toBe(MOST_EXTENSIONS);
  expect(problems[0]?.problem).toMatchObject({ code: 'LB7311', params: { count: 7 } });
});

test('names that mean something to JavaScript are names like any other', () => {
  const listed = ['__proto__', 'constructor', 'toString'].map((name) => chart(name, '1.0.0'));
  expect([...selectCharts(listed, 3).charts.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
});

test('what is listed is another thing when its digest is, or where there is none its address or time', () => {
  const plain = chart('clock', '1.0.0');
  expect(listedAs({ ...plain, digest: 'sha256:a' })).toBe('sha256:a');
  const all = [
    plain,
    { ...plain, created: '2026-01-01T00:00:00Z' },
    { ...plain, urls: ['https://other.example/x.tgz'] },
  ];
  expect(new Set(all.map(listedAs)).size).toBe(3);
});
