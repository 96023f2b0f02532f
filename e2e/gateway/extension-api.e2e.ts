import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { atOnceClock } from '../support/at-once.ts';
import { launchBrowser } from '../support/browser.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, startProduct } from '../support/product.ts';

/** From the return of kubectl to what a client gets. */
const atOnce = atOnceClock();
const GROUP = 'extensions.kubesphere.io/v1alpha1';
const LABELS = { 'kubesphere.io/extension-ref': 'tide' };

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
}

/** What somebody would do who has taken a backend over. */
const PAGE = `<!doctype html><title>quiet</title><h1>A page</h1>
<script>document.title = 'ran'; fetch('/api/session');</script>
<script src="/proxy/tide/script.js"></script><img src="x" onerror="document.title = 'ran'">
<iframe src="/"></iframe>`;

/** The backend of an extension, on loopback. */
async function startBackend(): Promise<{ server: Server; url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(({ method = '', url = '', headers }, response) => {
    seen.push({ method, url, headers });
    const isPage = url.endsWith('/page');
    response.setHeader('content-type', isPage ? 'text/html' : 'application/json');
    response.setHeader('set-cookie', 'luban_session=taken');
    response.end(isPage ? PAGE : JSON.stringify({ url }));
  });
  server.on('upgrade', (request, socket, head) => {
    seen.push({ method: 'GET', url: request.url ?? '', headers: request.headers });
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data, binary) => client.send(data, { binary }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('an extension that adds to the API', () => {
  let product: Product;
  let kubectl: Kubectl;
  let backend: Awaited<ReturnType<typeof startBackend>>;

  beforeAll(async () => {
    backend = await startBackend();
    product = await startProduct({ environment: { LUBAN_ALLOW_HOSTS: '127.0.0.1' } });
    kubectl = await createKubectl('v35', join(product.dataDir, 'kubeconfig'));
  });
  afterAll(async () => {
    await kubectl[Symbol.asyncDispose]();
    await product[Symbol.asyncDispose]();
    backend.server.closeAllConnections();
    backend.server.close();
  });

  const apply = async (kind: string, name: string, rest: object) => {
    const file = `${kind}-${name}.json`;
    const object = { apiVersion: GROUP, kind, metadata: { name, labels: LABELS }, ...rest };
    await writeFile(join(kubectl.home, file), JSON.stringify(object));
    await kubectl(`apply -f ${file}`);
  };
  /** A page of the backend on the console's own address, with the session of whoever opens it. */
  const showsQuietPage = async () => {
    await using browser = await launchBrowser();
    await using person = await browser.person(product);
    const page = await person.context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/proxy/tide/page');
    await page.getByRole('heading', { name: 'A page' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.title()).toBe('quiet');
    expect(asked.filter((path) => path !== '/proxy/tide/x')).toEqual(['/proxy/tide/page']);
    expect((await person.context.cookies()).map(({ value }) => value)).not.toContain('taken');
  };
  const status = async (path: string) => (await product.api.request('GET', path)).status;
  const eventually = { timeout: 40_000, interval: 200 };
  /** By looking again and again. */
  const sees = <T>(look: () => T, expected: unknown) =>
    atOnce((within) => expect.poll(look, { ...within, interval: 20 }).toEqual(expected));

  it('answers for a group and version, and is told who asks by the gateway alone', async () => {
    expect(await status('/kapis/tide.example/v1/tides')).toBe(404);
    await apply('APIService', 'v1.tide.example', { spec: { group: 'tide.example', version: 'v1', url: backend.url } });
    await sees(() => status('/kapis/tide.example/v1/tides'), 200);
    const response = await fetch(`${product.url}/kapis/tide.example/v1/namespaces/default/tides?limit=1`, {
      headers: { cookie: product.api.cookie, 'x-remote-user': 'root', 'x-remote-group': 'system:masters' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie().join()).not.toContain('taken');
    const { url, headers } = backend.seen.at(-1)!;
    expect(url).toBe('/kapis/tide.example/v1/namespaces/default/tides?limit=1');
    expect(headers).toMatchObject({ 'x-remote-user': 'admin', 'x-remote-group': 'system:authenticated' });
    for (const name of ['cookie', 'authorization']) expect(headers).not.toHaveProperty(name);
    expect((await fetch(`${product.url}/kapis/tide.example/v1/tides`)).status).toBe(401);
  });

  it('never gets the token that somebody comes with', async () => {
    const made = await product.api.request('POST', '/api/session/tokens', { name: 'tide' });
    expect(made.status).toBe(201);
    const { token } = (await made.json()) as { token: string };
    const response = await fetch(`${product.url}/kapis/tide.example/v1/tides`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    const { headers } = backend.seen.at(-1)!;
    expect(headers).toMatchObject({ 'x-remote-user': 'admin' });
    expect(JSON.stringify(headers)).not.toContain(token);
  });

  it('serves paths below /proxy, WebSockets too, and ends when it is disabled', async () => {
    await apply('ReverseProxy', 'tide', {
      spec: {
        matcher: { path: '/proxy/tide/*', method: '*' },
        upstream: { url: backend.url },
        directives: { stripPathPrefix: '/proxy/tide', authProxy: true, headerUp: ['X-From console'] },
      },
    });
    await sees(() => status('/proxy/tide/height?x=1'), 200);
    expect(backend.seen.at(-1)).toMatchObject({
      url: '/height?x=1',
      headers: { 'x-remote-user': 'admin', 'x-from': 'console' },
    });
    await showsQuietPage();
    const headers = { cookie: product.api.cookie, origin: product.url };
    const client = new WebSocket(`${product.url.replace('http', 'ws')}/proxy/tide/live`, { headers });
    await once(client, 'open');
    client.send('hello');
    const [data] = (await once(client, 'message')) as [Buffer];
    expect(String(data)).toBe('hello');
    const closed = once(client, 'close');
    await kubectl(`patch reverseproxy tide --type=merge -p '{"status":{"state":"Disabled"}}'`);
    await closed;
    const response = await product.api.request('GET', '/proxy/tide/height');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      kind: 'Status',
      reason: 'ServiceUnavailable',
      message: expect.stringContaining('tide, which is disabled'),
    });
    const foreign = new WebSocket(`${product.url.replace('http', 'ws')}/proxy/tide/live`, {
      headers: { ...headers, origin: 'https://evil.example' },
    });
    foreign.on('error', () => {});
    const [, refused] = (await once(foreign, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(refused.statusCode).toBe(403);
    foreign.terminate();
  });

  it('brings a script that everybody gets at its link, until it is disabled', async () => {
    const raw = Buffer.from('System.register([], () => ({}));').toString('base64');
    await apply('JSBundle', 'tide', { spec: { raw } });
    const script = async () => {
      const response = await fetch(`${product.url}/dist/tide/index.js`);
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    await sees(script, [200, 'text/javascript; charset=utf-8', 'System.register([], () => ({}));']);
    await expect
      .poll(() => kubectl('get jsbundle tide -o jsonpath={.status.link},{.status.state}'), eventually)
      .toBe('/dist/tide/index.js,Available');
    await kubectl(`patch jsbundle tide --type=merge -p '{"status":{"state":"Disabled"}}'`);
    await sees(async () => (await script())[0], 404);
  });

  it('shares no group and version with another: both are named where kubectl shows it', async () => {
    await apply('APIService', 'z.tide.example', {
      metadata: { name: 'z.tide.example', labels: { 'kubesphere.io/extension-ref': 'ebb' } },
      spec: { group: 'tide.example', version: 'v1', url: backend.url },
    });
    await expect
      .poll(
        () =>
          kubectl(
            `get apiservices.extensions.kubesphere.io z.tide.example -o jsonpath={.status.conditions[0].message}`,
          ),
        eventually,
      )
      .toMatch(
        /^tide \(APIService v1\.tide\.example\) and ebb \(APIService z\.tide\.example\) both answer for tide\.example\/v1\./,
      );
  });

  it('cannot be sent to where only the server should get', async () => {
    const proxy = (url: string) =>
      apply('ReverseProxy', 'metadata', { spec: { matcher: { path: '/proxy/metadata/*' }, upstream: { url } } });
    for (const url of ['http://169.254.169.254', 'http://[::1]:81', 'http://localhost:81', 'http://10.0.0.1']) {
      await proxy(url);
      const told = async () => {
        const response = await product.api.request('GET', '/proxy/metadata/latest');
        return [response.status, ((await response.json()) as { message?: string }).message];
      };
      await sees(told, [503, expect.stringMatching(new RegExp(`${url.replace(/[[\].]/g, '\\$&')}.*LB5404`))]);
    }
  });

  it('has a kind served with pages within a second of its label', async () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'buoys.harbour.example' },
      spec: {
        group: 'harbour.example',
        scope: 'Namespaced',
        names: { plural: 'buoys', singular: 'buoy', kind: 'Buoy' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    await writeFile(join(kubectl.home, 'buoys.json'), JSON.stringify(definition));
    await kubectl('apply -f buoys.json');
    await kubectl('wait --for=condition=Established crd/buoys.harbour.example');
    for (const name of ['a', 'b', 'c']) {
      const buoy = { apiVersion: 'harbour.example/v1', kind: 'Buoy', metadata: { name, namespace: 'default' } };
      await writeFile(join(kubectl.home, 'buoy.json'), JSON.stringify(buoy));
      await kubectl('apply -f buoy.json');
    }
    const path = '/kapis/harbour.example/v1/namespaces/default/buoys?limit=2&sortBy=name&ascending=true';
    expect(await status(path)).toBe(404);
    await kubectl('label crd buoys.harbour.example kubesphere.io/resource-served=true');
    await sees(() => status(path), 200);
    const list = (await (await product.api.request('GET', path)).json()) as { items: { metadata: { name: string } }[] };
    expect(list).toMatchObject({ kind: 'BuoyList', metadata: { continue: '3', remainingItemCount: 1 } });
    expect(list.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    const made = await product.api.request('POST', '/kapis/harbour.example/v1/namespaces/default/buoys', {
      metadata: { name: 'd' },
    });
    expect(made.status).toBe(201);
    expect(await kubectl('get buoy d -o name')).toBe('buoy.harbour.example/d\n');
    await kubectl('label crd buoys.harbour.example kubesphere.io/resource-served-');
    await sees(() => status(path), 404);
  });
});

it('all of that shows within a second', () => atOnce.proven());
