import { chartArchive, RegistryDouble, startWebServer } from '@luban/extension-package/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import { Refusal } from '../refusal.ts';
import { fetchChart } from './fetch-chart.ts';
import { repositoryReader } from './open-reader.ts';

/** Nobody is to reach what only the gateway reaches, by whichever of the ways that lead out of a repository. */
const INSIDE = [
  'http://127.0.0.1:1/',
  'http://localhost:1/',
  'http://2130706433:1/',
  'http://[::1]:1/',
  'http://[::ffff:127.0.0.1]:1/',
  'http://169.254.169.254/',
  'http://10.0.0.1/',
  'http://192.168.0.1/',
  'http://metadata.rebound.example/',
];

const PATIENCE = { pause: async () => {} };
let archive: Buffer;
beforeAll(async () => {
  archive = await chartArchive('clock', '1.0.0');
});

/** Of the outside, the one server is allowed that the test itself needs. */
const guardFor = (...allowed: string[]) =>
  createAddressGuard(allowed, {
    resolve: (_name, _options, done) => done(null, [{ address: '169.254.169.254', family: 4 }]),
  });

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'passes';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

const repository = (url: string, more: object = {}) => ({ metadata: { name: 'r' }, spec: { url, ...more } });

/** The secret that must not come out; whoever asks for it has got through. */
let secrets: Awaited<ReturnType<typeof startWebServer>>;
beforeAll(async () => {
  secrets = await startWebServer((_, response) => response.end('secret'));
});
afterAll(() => secrets[Symbol.asyncDispose]());

const inside = () => [...INSIDE, `${secrets.url}/latest/meta-data`];

test('a repository', async () => {
  for (const url of inside()) {
    for (const written of [url, url.replace('http:', 'https:'), url.replace('http:', 'oci:')]) {
      for (const insecure of [false, true]) {
        await using reader = repositoryReader(repository(written, { insecure }), {
          guard: guardFor(),
          patience: PATIENCE,
        });
        expect(await codeOf(reader.list()), written).toBe('LB5101');
      }
    }
  }
});

test('the URL of a chart, in an index or by itself', async () => {
  for (const url of inside()) {
    for (const written of [`${url}c.tgz`, `${url.replace('http:', 'oci:').replace(/latest.*/, '')}c:1.0.0`]) {
      await using server = await startWebServer((_, response) => {
        response.end(`entries:\n  clock:\n  - {name: clock, version: 1.0.0, urls: ["${written}"]}\n`);
      });
      const guard = guardFor(server.host);
      await using reader = repositoryReader(repository(server.url), { guard, patience: PATIENCE });
      const { charts } = await reader.list();
      expect(await codeOf(reader.fetch(charts[0]!)), written).toBe('LB5101');
      expect(await codeOf(fetchChart(written, { guard, patience: PATIENCE })), written).toBe('LB5101');
    }
  }
});

test('where an index or a chart redirects to', async () => {
  for (const location of inside()) {
    await using server = await startWebServer((_, response, url) => {
      if (url.pathname === '/hop') response.writeHead(302, { location }).end();
      else response.writeHead(302, { location: '/hop' }).end();
    });
    const guard = guardFor(server.host);
    await using reader = repositoryReader(repository(server.url), { guard, patience: PATIENCE });
    expect(await codeOf(reader.list()), location).toBe('LB5101');
    expect(await codeOf(fetchChart(`${server.url}/c.tgz`, { guard, patience: PATIENCE })), location).toBe('LB5101');
  }
});

test('the token service of a registry', async () => {
  for (const realm of inside()) {
    await using registry = await RegistryDouble.start({ auth: 'token', realm });
    registry.chart('clock', '1.0.0', archive);
    for (const basicAuth of [undefined, { username: 'ada', password: 'secret' }]) {
      const spec = repository(`oci://${registry.host}`, basicAuth && { basicAuth });
      await using reader = repositoryReader(spec, { guard: guardFor(registry.host), patience: PATIENCE });
      // With a password the way there alone is reason enough.
      expect(['LB5101', 'LB7227'], realm).toContain(await codeOf(reader.list()));
    }
  }
});

test('where a registry keeps its blobs', async () => {
  for (const blobsAt of inside()) {
    await using registry = await RegistryDouble.start({ blobsAt });
    registry.chart('clock', '1.0.0', archive);
    const guard = guardFor(registry.host);
    await using reader = repositoryReader(repository(`oci://${registry.host}`), { guard, patience: PATIENCE });
    const { charts } = await reader.list();
    expect(await codeOf(reader.fetch(charts[0]!)), blobsAt).toBe('LB5101');
  }
});

test('none of these has asked for the secret, and all may where the administrator allows it', async () => {
  expect(secrets.requests).toEqual([]);
  const guard = guardFor(secrets.host);
  expect(Buffer.from((await fetchChart(`${secrets.url}/x`, { guard })).archive).toString()).toBe('secret');
  expect(secrets.requests).toHaveLength(1);
});

test.each(['file:///etc/passwd', 'ftp://example.com/x', 's3://bucket/x', 'unix:/run/docker.sock', 'nonsense', ''])(
  '%j is neither kind of repository',
  async (url) => {
    const opening = (async () => repositoryReader(repository(url), { guard: guardFor() }))();
    expect(await codeOf(opening)).toBe('LB7210');
    expect(await codeOf(fetchChart(url, { guard: guardFor() }))).toBe('LB7210');
  },
);
