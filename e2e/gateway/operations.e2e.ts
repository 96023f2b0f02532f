import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@luban/kube';
import { openPki } from '@luban/kube-apiserver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedInApi } from '../support/api.ts';
import { type BareCluster, startBareCluster } from '../support/bare-cluster.ts';
import { manifest } from '../support/kube-stage.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { ADMIN, REPOSITORY } from '../support/product.ts';
import { stage } from '../support/stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startTlsFront } from '../support/tls-front.ts';

describe('an administrator who looks at the settings', () => {
  const here = stage({ extensions: 'builtin' });
  let kubectl: Kubectl;
  beforeAll(async () => {
    kubectl = await createKubectl('v35', join(here.product.dataDir, 'kubeconfig'));
  });
  afterAll(() => kubectl[Symbol.asyncDispose]());

  it('sees what is on, the limits as they change, and changes as they are made', async () => {
    await here.visit('/settings/status', async ({ page }) => {
      await page.getByRole('heading', { name: 'Settings and status', level: 1 }).waitFor();
      await page.getByText(/^This replica ·/).waitFor();
      await page.getByText('With simulated clusters of its own').waitFor();
      const limits = page.getByRole('table', { name: 'Limits in force' });
      await limits.getByRole('row', { name: /Each user 10,000 a second, 20,000 at once/ }).waitFor();

      await kubectl(
        `create configmap luban-limits -n luban-system '--from-literal=limits.yaml={users: {write: {perSecond: 7, burst: 70}}}'`,
      );
      await limits.getByRole('row', { name: /Each user .* 7 a second, 70 at once/ }).waitFor();
      await kubectl(
        `patch configmap luban-limits -n luban-system --type=merge '-p={"data":{"limits.yaml":"users: {write: fast}"}}'`,
      );
      await page.getByText('The ConfigMap luban-limits has a mistake.').waitFor();
      await page.getByText('users.write', { exact: true }).waitFor();
      await limits.getByRole('row', { name: /Each user .* 7 a second, 70 at once/ }).waitFor();

      await here.product.api.disable('welcome');
      const audit = page.getByRole('table', { name: 'Audit' });
      await audit.getByRole('row', { name: /admin create extensions\/disable welcome/ }).waitFor();
      await here.product.api.enable('welcome');
      await page.getByRole('link', { name: 'All changes' }).click();
      await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    });
  });

  it('bounds what a program asks, and kubectl waits as it is told', async () => {
    const { api, url } = here.product;
    const answer = await api.request('POST', '/api/session/tokens', { name: 'kubectl' });
    const { token } = (await answer.json()) as { token: string };
    await kubectl(
      `patch configmap luban-limits -n luban-system --type=merge '-p={"data":{"limits.yaml":"users: {read: {perSecond: 2, burst: 2}}"}}'`,
    );
    const limited = async () => (await api.request('GET', '/clusters/host/api/v1/nodes')).status === 429;
    await until(limited);
    const pki = await openPki(undefined, { clock: systemClock });
    await using front = await startTlsFront(url, { cert: pki.server.certificate, key: pki.server.key });
    const configuration = {
      clusters: [{ name: 'c', cluster: { server: `${front.url}/clusters/host`, ...authority(pki.ca) } }],
      users: [{ name: 'u', user: { token } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    const file = await manifest(
      kubectl,
      'gateway',
      JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...configuration }),
    );
    await using limitedKubectl = await createKubectl('v35', file);
    // Asks for discovery first: more than two requests.
    expect(await limitedKubectl('get nodes -o name')).toContain('node/');
    await kubectl('delete configmap luban-limits -n luban-system');
    await until(async () => !(await limited()));
  });

  it('finds a change by filters that are part of the address', async () => {
    await here.product.api.request('POST', '/api/extensions/no-such-one/enable');
    await here.visit('/settings/audit?outcome=failed', async ({ page }) => {
      const audit = page.getByRole('table', { name: 'Audit' });
      await audit.getByRole('row', { name: /admin create extensions\/enable no-such-one 404/ }).waitFor();
      expect(await audit.getByText('welcome').count()).toBe(0);
      await page.getByRole('searchbox', { name: 'User' }).fill('nobody');
      await page.getByText('No change fits the filters').waitFor();
      expect(new URL(page.url()).search).toBe('?outcome=failed&user=nobody');
    });
  });
});

const authority = (pem: string) => ({ 'certificate-authority-data': btoa(pem) });

interface Replica extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
  /** Name of this replica, and whether it leads. */
  state(): Promise<{ replica: string; leads: boolean; holder?: string }>;
  status(path: string): Promise<number | undefined>;
}

/** The server as a process that a test may end as it likes. */
async function startReplica(environment: Record<string, string>): Promise<Replica> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'apps/server/src/main.ts')], {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      PORT: '0',
      LUBAN_ADMIN_PASSWORD: ADMIN.password,
      LUBAN_KUBE_PORT: '0',
      LUBAN_DEMO: 'none',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const address = () => {
    if (child.exitCode !== null) throw new Error(output);
    return /LuBan is ready at (http:\/\/127\.0\.0\.1:\d+)\n/.exec(output)?.[1];
  };
  await until(async () => address() !== undefined);
  const url = address()!;
  const status: Replica['status'] = async (path) =>
    (await fetch(url + path, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined))?.status;
  await until(async () => (await status('/readyz')) === 200);
  return {
    url,
    child,
    status,
    async state() {
      const api = await signedInApi(url, ADMIN);
      const { replica, leadership } = await (await api.request('GET', '/api/system')).json();
      return { replica, ...leadership };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function until(isSo: () => Promise<boolean>, patience = 60_000): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come about in time');
    await sleep(50);
  }
}

async function end({ child }: Replica, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}

describe('a server that ends', () => {
  it('tells balancers first, goes on for a while, and ends its streams as if they were over', async () => {
    await using folder = await temporaryFolder();
    await using replica = await startReplica({ LUBAN_DATA_DIR: folder.path, LUBAN_DRAIN_DELAY: '6' });
    const { cookie } = await signedInApi(replica.url, ADMIN);
    const stream = await fetch(`${replica.url}/api/audit?follow=true`, { headers: { cookie } });
    const read = stream.text();
    const ended = end(replica, 'SIGTERM');
    await until(async () => (await replica.status('/readyz')) === 503);
    expect(await replica.status('/livez')).toBe(200);
    expect(await replica.status('/api/session')).toBe(401);
    // Cut off, it would reject.
    expect(await read).toContain('"verb":"sign-in"');
    expect(await ended).toBe(0);
  });

  it('leads again at once after it was killed', async () => {
    await using folder = await temporaryFolder();
    const environment = { LUBAN_DATA_DIR: folder.path };
    {
      await using replica = await startReplica(environment);
      await until(async () => (await replica.state()).leads);
      await end(replica, 'SIGKILL');
    }
    await using again = await startReplica(environment);
    // Far less than the lease has left, which is 15 s.
    await until(async () => (await again.state()).leads, 10_000);
  });
});

describe('two servers in front of one cluster', () => {
  let cluster: BareCluster;
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    cluster = resources.use(await startBareCluster());
  });
  afterAll(() => resources.disposeAsync());

  it('share their state; one leads, and the other one takes over', { timeout: 240_000 }, async () => {
    const start = async () => {
      const { path } = resources.use(await temporaryFolder());
      return resources.use(await startReplica({ LUBAN_DATA_DIR: path, LUBAN_KUBECONFIG: cluster.kubeconfig }));
    };
    const first = await start();
    await until(async () => (await first.state()).leads);
    const second = await start();
    expect(await second.state()).toMatchObject({ leads: false, holder: (await first.state()).replica });

    // A session of one is good at the other.
    const { cookie } = await signedInApi(first.url, ADMIN);
    expect((await fetch(`${second.url}/api/session`, { headers: { cookie } })).status).toBe(200);

    // Stopped, the first one lets go; killed, its lease has to run out.
    await end(first, 'SIGTERM');
    await until(async () => (await second.state()).leads, 10_000);
    const third = await start();
    expect((await third.state()).leads).toBe(false);
    await end(second, 'SIGKILL');
    await until(async () => (await third.state()).leads);
    expect(cluster.errors).toEqual([]);
  });
});
