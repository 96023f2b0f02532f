import { expect, test } from 'vitest';
import { ChartRepository, type ChartRepositoryOptions } from '../chart-repository.ts';
import { chartArchive } from '../testing/chart-archive.ts';
import { RegistryDouble, type RegistryDoubleOptions, sha256 } from '../testing/registry-double.ts';
import { startWebServer } from '../testing/web-server.ts';

const PATIENCE = { pause: async () => {} };

async function stage(options: RegistryDoubleOptions = {}) {
  const registry = await RegistryDouble.start(options);
  const open = (path = '', more: Partial<ChartRepositoryOptions> = {}) =>
    new ChartRepository({ url: `oci://${registry.host}${path}`, patience: PATIENCE, ...more });
  return { registry, open, [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose]() };
}

const names = (charts: readonly { name: string; version: string }[]) =>
  charts.map(({ name, version }) => `${name} ${version}`);

test('everything below the path is listed, page by page, and the archives are what was pushed', async () => {
  await using world = await stage({ pageSize: 2 });
  const { registry, open } = world;
  const archive = await chartArchive('clock', '1.0.0+build.1');
  for (const tag of ['1.0.0_build.1', '1.1.0', '1.2.0', '1.3.0-rc.1', '2.0.0']) registry.chart('a/clock', tag, archive);
  registry.chart('a/deep/weather', '0.1.0', await chartArchive('weather', '0.1.0'));
  registry.chart('above', '1.0.0', archive);
  registry.chart('ab', '1.0.0', archive);
  await using repository = open('/a');
  const told: unknown[] = [];
  const { charts, problems } = await repository.list(undefined, (progress) => told.push(progress));
  expect(problems).toEqual([]);
  expect([told[0], told.at(-1)]).toEqual([0, 6].map((done) => ({ unit: 'versions', done, total: 6 })));
  expect(names(charts)).toEqual([
    ...['clock 1.0.0+build.1', 'clock 1.1.0', 'clock 1.2.0', 'clock 1.3.0-rc.1', 'clock 2.0.0'],
    'weather 0.1.0',
  ]);
  expect(charts[0]).toMatchObject({ digest: sha256(archive), urls: [`oci://${registry.host}/a/clock:1.0.0_build.1`] });
  expect((await repository.fetch(charts[0]!)).digest).toBe(sha256(archive));
});

test.each([
  ['', 2],
  ['/a', 1],
  ['/a/clock', 1],
  ['/b', 1],
  ['/c', 0],
])('below %j there are %d charts', async (path, count) => {
  await using world = await stage();
  world.registry.chart('a/clock', '1.0.0', await chartArchive('clock', '1.0.0'));
  world.registry.chart('b/weather', '1.0.0', await chartArchive('weather', '1.0.0'));
  await using repository = world.open(path);
  expect((await repository.list()).charts).toHaveLength(count);
});

test('images, signatures and tags that are no versions are passed over', async () => {
  await using world = await stage();
  const { registry, open } = world;
  const archive = await chartArchive('clock', '1.0.0');
  const digest = registry.chart('clock', '1.0.0', archive);
  for (const tag of ['latest', 'main', `${digest.replace(':', '-')}.sig`]) registry.chart('clock', tag, archive);
  const config = registry.blob(Buffer.from('{}'), 'application/vnd.oci.image.config.v1+json');
  registry.manifest('image', '1.0.0', { config, layers: [] });
  await using repository = open();
  expect(await repository.list()).toMatchObject({ charts: [{ name: 'clock' }], problems: [], incomplete: [] });
});

test('a registry without a catalogue needs references, and says so', async () => {
  await using world = await stage({ catalog: false });
  const { registry, open } = world;
  for (const tag of ['1.0.0', '1.1.0']) {
    registry.chart('charts/clock', tag, await chartArchive('clock', tag));
    registry.chart('charts/tools/weather', tag, await chartArchive('weather', tag));
  }
  await using without = open('/charts');
  await expect(without.list()).rejects.toMatchObject({ code: 'LB7221' });
  await using named = open('/charts/clock');
  expect(names((await named.list()).charts)).toEqual(['clock 1.0.0', 'clock 1.1.0']);
  const references = ['clock:1.1.0', 'tools/weather', '../secret', 'clock:newest', 'nothing', 'clock:9.9.9'];
  await using referring = open('/charts', { references });
  const { charts, problems, incomplete } = await referring.list();
  expect(names(charts)).toEqual(['clock 1.1.0', 'weather 1.0.0', 'weather 1.1.0']);
  expect(problems.map(({ code, params }) => [code, params.reference])).toEqual([
    ['LB7224', '../secret'],
    ['LB7224', 'clock:newest'],
    ['LB7223', `oci://${registry.host}/charts/nothing`],
    ['LB7223', `oci://${registry.host}/charts/clock:9.9.9`],
  ]);
  expect(incomplete).toEqual(['clock', 'nothing']);
});

test('what was listed once is asked for by digest alone, and a tag that moved is seen', async () => {
  await using world = await stage();
  const { registry, open } = world;
  const tags = ['1.0.0', '1.1.0', '1.2.0'];
  for (const tag of tags) registry.chart('clock', tag, await chartArchive('clock', tag));
  await using repository = open();
  const first = await repository.list();
  const asked = registry.requests.length;
  const second = await repository.list();
  expect([first.unchanged, second.unchanged]).toEqual([false, true]);
  const questions = registry.requests.slice(asked).filter(({ path }) => path.includes('/manifests/'));
  expect(questions.map(({ method }) => method)).toEqual(['HEAD', 'HEAD', 'HEAD']);
  const other = await chartArchive('clock', '1.1.0', { 'README.md': 'another' });
  registry.chart('clock', '1.1.0', other);
  const third = await repository.list();
  expect(third.unchanged).toBe(false);
  expect(third.charts[1]?.digest).toBe(sha256(other));
  await expect(repository.fetch(first.charts[1]!)).rejects.toMatchObject({ code: 'LB7218' });
});

test('a failure of one repository or one tag is told, and says that the chart may have more', async () => {
  await using world = await stage();
  const { registry, open } = world;
  for (const path of ['clock', 'weather', 'tide']) registry.chart(path, '1.0.0', await chartArchive(path, '1.0.0'));
  registry.failures.set('/v2/weather/tags/list', 500);
  registry.failures.set('/v2/tide/manifests/1.0.0', 503);
  await using repository = open();
  const { charts, problems, incomplete } = await repository.list();
  expect(names(charts)).toEqual(['clock 1.0.0']);
  expect(problems).toMatchObject([
    { code: 'LB7208', extension: 'weather' },
    { code: 'LB7208', extension: 'tide', version: '1.0.0' },
  ]);
  expect(incomplete).toEqual(['tide', 'weather']);
  registry.failures.set('/v2/_catalog', 500);
  await expect(repository.list()).rejects.toMatchObject({ code: 'LB7208' });
});

test('blobs are followed to where they are, without credentials, and are what the manifest says', async () => {
  const archive = await chartArchive('clock', '1.0.0');
  let content: Buffer = archive;
  await using store = await startWebServer((_, response) => response.end(content));
  await using world = await stage({ auth: 'basic', blobsAt: store.url });
  world.registry.chart('clock', '1.0.0', archive);
  await using repository = world.open('', { credentials: { username: 'ada', password: 'harbour lantern: ü' } });
  const [chart] = (await repository.list()).charts;
  expect(Buffer.from((await repository.fetch(chart!)).archive)).toEqual(archive);
  expect(store.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  content = Buffer.concat([archive, Buffer.from('x')]);
  await expect(repository.fetch(chart!)).rejects.toMatchObject({ code: 'LB7218' });
});

test('an index of manifests leads to the chart in it, and what is none is refused by name', async () => {
  await using world = await stage();
  const { registry, open } = world;
  const archive = await chartArchive('clock', '1.0.0');
  const digest = registry.chart('clock', '0.0.1', archive);
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const { size } = { size: registry.manifests.get(`clock@${digest}`)!.bytes.length };
  registry.manifest('clock', '1.0.0', {
    mediaType,
    manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size }],
  });
  registry.manifest('image', '1.0.0', { config: registry.blob(Buffer.from('{}'), 'application/json'), layers: [] });
  registry.manifests.set('broken:1.0.0', { mediaType, bytes: Buffer.from('<html>') });
  await using repository = open();
  const at = (reference: string) => repository.archive({ urls: [`oci://${registry.host}/${reference}`] });
  expect((await at('clock:1.0.0')).digest).toBe(sha256(archive));
  expect((await at(`clock@${digest}`)).digest).toBe(sha256(archive));
  await expect(at('image:1.0.0')).rejects.toMatchObject({ code: 'LB7229' });
  await expect(at('broken:1.0.0')).rejects.toMatchObject({ code: 'LB7228' });
  await expect(at('clock:7.0.0')).rejects.toMatchObject({ code: 'LB7223' });
  await expect(at('clock')).rejects.toMatchObject({ code: 'LB7222' });
});

test('a registry that lies about a digest, or whose pages never end, is refused', async () => {
  await using liar = await startWebServer((_, response, url) => {
    if (url.pathname === '/v2/_catalog') {
      response.setHeader('link', `<${url.pathname}${url.search}>; rel="next"`);
      response.end('{"repositories": ["a"]}');
    } else response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`).end('{}');
  });
  await using repository = new ChartRepository({ url: `oci://${liar.host}`, patience: PATIENCE });
  await expect(repository.list()).rejects.toMatchObject({ code: 'LB7220' });
  const reference = repository.archive({ urls: [`oci://${liar.host}/a:1.0.0`] });
  await expect(reference).rejects.toMatchObject({ code: 'LB7218' });
});

test('what is no registry is told apart from one without a catalogue', async () => {
  await using web = await startWebServer((_, response) => response.writeHead(404).end('<html>'));
  await using repository = new ChartRepository({ url: `oci://${web.host}/a`, patience: PATIENCE });
  await expect(repository.list()).rejects.toMatchObject({ code: 'LB7220' });
  await using page = await startWebServer((_, response) => response.end('<html>'));
  await using other = new ChartRepository({ url: `oci://${page.host}/a`, patience: PATIENCE });
  await expect(other.list()).rejects.toMatchObject({ code: 'LB7220' });
});
