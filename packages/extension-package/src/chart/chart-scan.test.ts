import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PackageError } from '../package-error.ts';
import { readPackage } from '../read-package.ts';
import { tarOf } from '../testing/tar-of.ts';
import { testPackage } from '../testing.ts';

describe('charts inside', () => {
  const crd = (name: string) => `kind: CustomResourceDefinition\nmetadata:\n  name: ${name}\n`;
  const chart = (name: string, files: Record<string, string | Uint8Array>) =>
    gzipSync(
      tarOf(
        Object.entries({ 'Chart.yaml': `name: ${name}`, ...files }).map(([path, content]) => ({
          name: `${name}/${path}`,
          content,
        })),
      ),
    );

  test('as folders and packed, with definitions at every depth', async () => {
    const inner = chart('inner', { 'crds/a.yaml': crd('a.example') });
    const { chart: read } = await readPackage(
      testPackage({
        charts: { agent: { tags: ['agent'], files: { 'crds/b.yaml': crd('b.example') } } },
        files: {
          'charts/agent/charts/deep/Chart.yaml': 'name: deep',
          'charts/agent/charts/deep/crds/c.yaml': crd('c.example'),
          'charts/packed-1.2.3.tgz': chart('packed', {
            'charts/inner-1.0.0.tgz': inner,
            'crds/d.json': crd('d.example'),
          }),
          'charts/README.md': 'no chart',
          'charts/_ignored.tgz': 'no chart',
          'charts/.hidden/Chart.yaml': 'no chart',
        },
      }),
    );
    expect(read.crds).toEqual(['a.example', 'b.example', 'c.example', 'd.example']);
    expect(read.parts).toEqual([
      { name: 'agent', tags: ['agent'] },
      { name: 'packed', tags: [] },
    ]);
  });

  test('what is listed under another name has that name', async () => {
    const metadata = { dependencies: [{ name: 'agent', alias: 'edge', tags: ['agent'], condition: 'edge.enabled' }] };
    const files = { 'charts/agent/Chart.yaml': 'name: agent' };
    const { chart: read } = await readPackage(testPackage({ metadata, files }));
    expect(read.parts).toEqual([{ name: 'edge', tags: ['agent'], condition: 'edge.enabled' }]);
  });

  test.each([
    ['templates/NOTES.txt', false],
    ['templates/_helpers.tpl', false],
    ['templates/pod.yaml', true],
    ['templates/sub/pod.yaml', true],
    ['files/pod.yaml', false],
  ])('with %s, it is %s that helm has something to do', async (path, hasObjects) => {
    const read = await readPackage(testPackage({ files: { [path]: 'kind: Pod' } }));
    expect(read.chart.hasObjects).toBe(hasObjects);
  });

  test.each<[string, Uint8Array, string]>([
    ['a link', gzipSync(tarOf([{ name: 'a/b', type: '2', linkname: '/etc' }])), 'LB7106'],
    ['a path that leads up', gzipSync(tarOf([{ name: 'a/../../b' }])), 'LB7105'],
    ['a bomb', gzipSync(tarOf([{ name: 'a/b', content: Buffer.alloc(8 * 2 ** 20) }])), 'LB7103'],
    ['too many charts in charts', nested(8), 'LB7134'],
  ])('that hold %s are refused', async (_, content, code) => {
    const reading = readPackage(testPackage({ files: { 'charts/x.tgz': content } }));
    await expect(reading).rejects.toMatchObject({ code });
    await expect(reading).rejects.toBeInstanceOf(PackageError);
  });

  test('their entries count as those of the package', async () => {
    const many = chart('many', Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`templates/${i}.yaml`, ''])));
    const archive = testPackage({ files: { 'charts/many.tgz': many } });
    await expect(readPackage(archive, { limits: { entries: 55 } })).rejects.toMatchObject({ code: 'LB7104' });
    expect((await readPackage(archive, { limits: { entries: 57 } })).files.size).toBe(6);
  });

  test('nobody defines a thousand kinds', async () => {
    const define = (count: number) => Array.from({ length: count }, (_, i) => crd(`k${i}.example`)).join('---\n');
    const reading = readPackage(testPackage({ files: { 'crds/a.yaml': define(1_001) } }));
    await expect(reading).rejects.toMatchObject({ code: 'LB7104', problems: [{ params: { file: 'crds/a.yaml' } }] });
    const { chart: read } = await readPackage(testPackage({ files: { 'crds/a.yaml': define(1_000) } }));
    expect(read.crds).toHaveLength(1_000);
  });

  function nested(depth: number): Uint8Array {
    let content = chart('leaf', {});
    for (let level = 0; level < depth; level += 1) content = chart(`level${level}`, { 'charts/x.tgz': content });
    return content;
  }
});
