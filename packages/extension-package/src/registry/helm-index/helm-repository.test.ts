import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ChartRepository } from '../chart-repository.ts';
import type { RegistryError } from '../registry-error.ts';
import { chartArchive } from '../testing/chart-archive.ts';
import { startWebServer } from '../testing/web-server.ts';

const PATIENCE = { pause: async () => {} };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.each(['', '/', '/index.yaml'])('a repository below a path is read, with %j at the end of its URL', async (end) => {
  const archive = await chartArchive('clock', '1.0.0');
  const index = `entries:\n  clock:\n  - {name: clock, version: 1.0.0, digest: ${sha256(archive)}, urls: [charts/clock-1.0.0.tgz]}\n`;
  await using server = await startWebServer((request, response) => {
    const files: Record<string, string | Buffer> = {
      '/deep/er/index.yaml': index,
      '/deep/er/charts/clock-1.0.0.tgz': archive,
    };
    if (request.headers.authorization !== `Basic ${btoa('ada:secret')}`) response.writeHead(401).end();
    else if (files[request.url!] === undefined) response.writeHead(404).end();
    else response.end(files[request.url!]);
  });
  await using repository = new ChartRepository({
    ...{ url: `${server.url}/deep/er${end}`, credentials: { username: 'ada', password: 'secret' }, patience: PATIENCE },
  });
  const { charts, problems } = await repository.list();
  expect(problems).toEqual([]);
  expect(charts).toEqual([
    {
      name: 'clock',
      version: '1.0.0',
      digest: `sha256:${sha256(archive)}`,
      urls: [`${server.url}/deep/er/charts/clock-1.0.0.tgz`],
    },
  ]);
  expect(Buffer.from((await repository.archive(charts[0]!)).archive)).toEqual(archive);
});

test('a token in the query of the URL goes with the index and with relative charts, and nowhere else', async () => {
  const archive = await chartArchive('clock', '1.0.0');
  await using other = await startWebServer((_, response) => void response.end(archive));
  const urls = (version: string, url: string) => `  - {name: clock, version: ${version}, urls: ["${url}"]}\n`;
  const index = `entries:\n  clock:\n${urls('1.0.0', 'a.tgz')}${urls('2.0.0', `${other.url}/b.tgz`)}`;
  await using server = await startWebServer((_, response, url) => {
    if (url.searchParams.get('token') !== 's3cret') response.writeHead(403).end();
    else response.end(url.pathname === '/x/index.yaml' ? index : archive);
  });
  await using repository = new ChartRepository({ url: `${server.url}/x?token=s3cret`, patience: PATIENCE });
  const { charts } = await repository.list();
  for (const chart of charts) await repository.archive(chart);
  expect(server.requests.map(({ path }) => path)).toEqual(['/x/index.yaml?token=s3cret', '/x/a.tgz?token=s3cret']);
  expect(other.requests.map(({ path }) => path)).toEqual(['/b.tgz']);
});

test('the password goes to the repository alone: not to another host or port, and not along a redirect', async () => {
  const archive = await chartArchive('clock', '1.0.0');
  await using other = await startWebServer((_, response) => void response.end(archive));
  await using server = await startWebServer((_, response, url) => {
    if (url.pathname === '/moved.tgz') return void response.writeHead(302, { location: `${other.url}/r.tgz` }).end();
    const entries = ['own.tgz', 'moved.tgz', `${other.url}/o.tgz`].map((path, minor) => {
      return `  - {name: clock, version: 1.${minor}.0, urls: ["${path}"]}\n`;
    });
    response.end(url.pathname === '/index.yaml' ? `entries:\n  clock:\n${entries.join('')}` : archive);
  });
  const credentials = { username: 'ada', password: 'secret' };
  await using repository = new ChartRepository({ url: server.url, credentials, patience: PATIENCE });
  for (const chart of (await repository.list()).charts) await repository.archive(chart);
  expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(
    new Set([`Basic ${btoa('ada:secret')}`]),
  );
  expect(other.requests.map(({ path, authorization }) => [path, authorization])).toEqual([
    ['/r.tgz', undefined],
    ['/o.tgz', undefined],
  ]);
});

test('an index that has not changed costs one answer without content', async () => {
  let index = 'entries:\n  a:\n  - {name: a, version: 1.0.0, urls: [a.tgz]}\n';
  const statuses: number[] = [];
  await using server = await startWebServer((request, response) => {
    const etag = `"${sha256(Buffer.from(index)).slice(0, 8)}"`;
    statuses.push(request.headers['if-none-match'] === etag ? 304 : 200);
    response.writeHead(statuses.at(-1)!, { etag }).end(statuses.at(-1) === 200 ? index : undefined);
  });
  await using repository = new ChartRepository({ url: server.url, patience: PATIENCE });
  const first = await repository.list();
  const second = await repository.list();
  expect([first.unchanged, second.unchanged]).toEqual([false, true]);
  expect(second.charts).toEqual(first.charts);
  index += '  b:\n  - {name: b, version: 1.0.0, urls: [b.tgz]}\n';
  const third = await repository.list();
  expect(third.unchanged).toBe(false);
  expect(third.charts).toHaveLength(2);
  expect(statuses).toEqual([200, 304, 200]);
});

test('a server without validators is believed by the bytes', async () => {
  await using server = await startWebServer((_, response) => void response.end('entries: {}\n'));
  await using repository = new ChartRepository({ url: server.url, patience: PATIENCE });
  expect((await repository.list()).unchanged).toBe(false);
  expect((await repository.list()).unchanged).toBe(true);
});

test('an index of 50 MB is refused before it is here', async () => {
  await using server = await startWebServer((_, response) => {
    response.writeHead(200, { 'content-length': 50 * 1024 * 1024 });
    response.write('entries:\n');
  });
  await using repository = new ChartRepository({ url: server.url, patience: PATIENCE });
  await expect(repository.list()).rejects.toMatchObject({ code: 'LB7211' });
});

test('an archive with another digest is refused, and the next of its URLs is tried', async () => {
  const archive = await chartArchive('clock', '1.0.0');
  await using server = await startWebServer((_, response, url) => {
    if (url.pathname === '/missing.tgz') response.writeHead(404).end();
    else response.end(url.pathname === '/good.tgz' ? archive : 'something else');
  });
  await using repository = new ChartRepository({ patience: PATIENCE });
  const digest = `sha256:${sha256(archive)}`;
  const fetched = (...paths: string[]) =>
    repository.archive({ digest, urls: paths.map((path) => `${server.url}/${path}`) });
  await expect(fetched('bad.tgz')).rejects.toMatchObject({ code: 'LB7218', params: { expected: digest } });
  await expect(fetched('missing.tgz')).rejects.toMatchObject({ code: 'LB7217' });
  expect((await fetched('missing.tgz', 'bad.tgz', 'good.tgz')).digest).toBe(digest);
});

test('credentials inside the URL are used, and never shown', async () => {
  await using server = await startWebServer((_, response) => void response.writeHead(500).end());
  const url = server.url.replace('//', '//ada:p%40ss@');
  await using repository = new ChartRepository({ url, patience: PATIENCE });
  const failure = (await repository.list().catch((error: unknown) => error)) as RegistryError;
  expect(server.requests[0]?.authorization).toBe(`Basic ${btoa('ada:p@ss')}`);
  expect(failure.code).toBe('LB7208');
  expect(JSON.stringify(failure.params)).not.toContain('ada');
});

test('a store that gives out a packed index is understood, and one that gives out a bomb is not', async () => {
  const index = 'entries:\n  a:\n  - {name: a, version: 1.0.0, urls: [a.tgz]}\n';
  let content = gzipSync(index);
  await using server = await startWebServer((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(content);
  });
  const list = async () => {
    await using repository = new ChartRepository({ url: server.url, patience: PATIENCE });
    return await repository.list();
  };
  expect((await list()).charts).toHaveLength(1);
  content = gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '));
  await expect(list()).rejects.toMatchObject({ code: 'LB7209' });
  content = Buffer.from(index);
  await expect(list()).rejects.toMatchObject({ code: 'LB7209' });
});

test('how far an index is, is told byte by byte', async () => {
  const index = `entries: {}\n${'# words\n'.repeat(20_000)}`;
  await using server = await startWebServer((_, response) =>
    response.setHeader('content-length', index.length).end(index),
  );
  await using repository = new ChartRepository({ url: server.url, patience: PATIENCE });
  const told: unknown[] = [];
  await repository.list(undefined, (progress) => told.push(progress));
  expect(told.at(-1)).toEqual({ unit: 'bytes', done: index.length, total: index.length });
});
