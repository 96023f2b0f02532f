import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { explainStartFailure } from '../start-failure.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { type EmbeddedKubeOptions, startEmbeddedKube } from './embedded-kube.ts';

const start = (options: Partial<EmbeddedKubeOptions> & { dataDir: string }) =>
  startEmbeddedKube({
    host: '127.0.0.1',
    port: 0,
    demo: 'none',
    allowHosts: [],
    onError: (text) => expect.unreachable(text),
    ...options,
  });

const failure = (options: Parameters<typeof start>[0]) =>
  start(options).then(
    async (kube) => {
      await kube[Symbol.asyncDispose]();
      return 'it started';
    },
    (error) => explainStartFailure(error),
  );

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { 'client-certificate-data': string; 'client-key-data': string } }[];
}

test("the kubeconfig is the owner's alone, and leads to a server that it trusts", { timeout: 20_000 }, async () => {
  const dataDir = await temporaryFolder();
  await using kube = await start({ dataDir });
  expect(kube.kubeconfig).toBe(join(dataDir, 'kubeconfig'));
  expect((await stat(kube.kubeconfig)).mode & 0o777).toBe(0o600);
  const { clusters, users } = parse(await readFile(kube.kubeconfig, 'utf8')) as Kubeconfig;
  expect(clusters.map(({ name }) => name)).toEqual(['host']);
  const decode = (text: string) => Buffer.from(text, 'base64');
  const request = get(`${clusters[0]!.cluster.server}/api/v1/nodes`, {
    ca: decode(clusters[0]!.cluster['certificate-authority-data']),
    cert: decode(users[0]!.user['client-certificate-data']),
    key: decode(users[0]!.user['client-key-data']),
  });
  const [response] = await once(request, 'response');
  expect(response.statusCode).toBe(200);
  response.resume();
});

test('a port that is taken is named with the setting', { timeout: 20_000 }, async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  expect(await failure({ dataDir: await temporaryFolder(), port })).toBe(
    `Another program has port ${port}, where the embedded Kubernetes API was to listen. Set LUBAN_KUBE_PORT to a free one, or to 0.`,
  );
  other.close();
});

test('a key that is damaged is named with the cure', { timeout: 30_000 }, async () => {
  const dataDir = await temporaryFolder();
  await (await start({ dataDir }))[Symbol.asyncDispose]();
  const key = join(dataDir, 'kube/pki/ca.key');
  await writeFile(key, 'not a key');
  const explained = await failure({ dataDir });
  expect(explained).toContain(key);
  expect(explained).not.toMatch(/\n\s+at /);
});
