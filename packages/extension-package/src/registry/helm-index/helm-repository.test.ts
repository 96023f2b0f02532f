import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ChartRepository } from '../chart-repository.ts';
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
