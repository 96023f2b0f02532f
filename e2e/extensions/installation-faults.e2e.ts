/** What goes wrong with the real helm ends as it was before, says why, and works when it is tried again: by plans alone. */
import { testPackage } from '@luban/extension-package/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { NEVER_READY } from '../support/never-ready.ts';
import { type Product, startProduct } from '../support/product.ts';

const PLANS = '/apis/kubesphere.io/v1alpha1/installplans';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.[Symbol.asyncDispose]());

async function read<T>(path: string): Promise<T | undefined> {
  const answer = await product.api.request('GET', path);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function patch(path: string, change: object): Promise<void> {
  const answer = await fetch(`${product.url}${path}`, {
    method: 'PATCH',
    headers: { cookie: product.api.cookie, origin: product.url, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(change),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
}

const mark = (name: string, annotations: Record<string, string>) =>
  patch(`${PLANS}/${name}`, { metadata: { annotations } });

async function publish(name: string, version: string, template: string): Promise<void> {
  const files = { 'templates/all.yaml': template };
  const archive = testPackage({ name, version, ui: true, charts: { server: { tags: ['extension'], files } } });
  const answer = await product.api.request('POST', '/api/center/packages', Buffer.from(archive));
  expect(answer.status, await answer.clone().text()).toBe(201);
}

async function plan(name: string, version: string): Promise<void> {
  const spec = { extension: { name, version }, enabled: true };
  const body = { apiVersion: 'kubesphere.io/v1alpha1', kind: 'InstallPlan', metadata: { name }, spec };
  const answer = await product.api.request('POST', PLANS, body);
  expect(answer.status, await answer.clone().text()).toBe(201);
}

interface Plan {
  status?: { state?: string; version?: string; conditions?: { type: string; reason?: string; message?: string }[] };
}

interface Journal {
  runs: { id: string; state: string; steps: { name: string; state: string }[] }[];
}

async function journalOf(name: string): Promise<Journal | undefined> {
  const path = `/api/v1/namespaces/luban-system/configmaps/installation.${name}`;
  const journal = (await read<{ data?: { journal?: string } }>(path))?.data?.journal;
  return journal === undefined ? undefined : (JSON.parse(journal) as Journal);
}

const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 120_000, interval: 100 });

/** With nothing under way any more. */
const reaches = (name: string, state: string) =>
  eventually(async () => {
    const found = await read<Plan>(`${PLANS}/${name}`);
    expect(found?.status?.state, JSON.stringify(found?.status)).toBe(state);
    expect((await journalOf(name))?.runs[0]?.state).not.toBe('running');
    return found!.status!;
  });

const inForce = async (name: string) => {
  const at = `/api/v1/namespaces/extension-${name}/configmaps/${name}`;
  const bundle = `/apis/extensions.luban.dev/v1alpha1/uibundles/${name}`;
  return {
    map: (await read<{ data: { version: string } }>(at))?.data.version,
    interface: (await read<{ spec: { version: string } }>(bundle))?.spec.version,
  };
};

const map = (version: string) => `
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data: {version: "${version}"}
`;

/** Nobody may create it without a permission for it. */
const FORBIDDEN = `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: too-much}
rules: []
`;

it('an upgrade that may not create what it brings leaves the old version, and says which right is missing', {
  timeout: 300_000,
}, async () => {
  await publish('forbidden', '1.0.0', map('1.0.0'));
  await publish('forbidden', '1.1.0', map('1.1.0') + FORBIDDEN);
  await publish('forbidden', '1.2.0', map('1.2.0'));
  await plan('forbidden', '1.0.0');
  await reaches('forbidden', 'Installed');
  await patch(`${PLANS}/forbidden`, { spec: { extension: { version: '1.1.0' } } });
  const { version, conditions } = await reaches('forbidden', 'UpgradeFailed');
  expect(version).toBe('1.0.0');
  expect(conditions?.find(({ type }) => type === 'Upgraded')?.message).toMatch(/clusterroles.*LB75\d\d/);
  expect(await inForce('forbidden')).toEqual({ map: '1.0.0', interface: '1.0.0' });
  await patch(`${PLANS}/forbidden`, { spec: { extension: { version: '1.2.0' } } });
  await eventually(async () => expect(await inForce('forbidden')).toEqual({ map: '1.2.0', interface: '1.2.0' }));
  await reaches('forbidden', 'Installed');
});

it('an installation that waits for pods which never come is cancelled, and leaves nothing', {
  timeout: 300_000,
}, async () => {
  await publish('waiting', '1.0.0', `${map('1.0.0')}\n---${NEVER_READY}`);
  await plan('waiting', '1.0.0');
  const id = await eventually(async () => {
    expect(await inForce('waiting')).toMatchObject({ map: '1.0.0' });
    return (await journalOf('waiting'))!.runs[0]!.id;
  });
  await mark('waiting', { 'luban.dev/cancel': id });
  const { conditions } = await reaches('waiting', 'InstallFailed');
  expect(conditions?.find(({ type }) => type === 'Installed')?.reason).toBe('InstallCancelled');
  expect(await inForce('waiting')).toEqual({ map: undefined, interface: undefined });
  await eventually(async () => {
    const namespace = await read<{ metadata: { deletionTimestamp?: string } }>('/api/v1/namespaces/extension-waiting');
    expect(namespace).toBeUndefined();
  });
  expect((await product.api.request('DELETE', `${PLANS}/waiting`)).status).toBe(200);
  await eventually(async () => expect(await read(`${PLANS}/waiting`)).toBeUndefined());
});

it('[Q] 6527: an installation whose namespace was deleted under it neither hangs nor stays', {
  timeout: 300_000,
}, async () => {
  await publish('homeless', '1.0.0', `${map('1.0.0')}\n---${NEVER_READY}`);
  await publish('homeless', '1.1.0', map('1.1.0'));
  await plan('homeless', '1.0.0');
  await eventually(async () => expect(await inForce('homeless')).toMatchObject({ map: '1.0.0' }));
  expect((await product.api.request('DELETE', '/api/v1/namespaces/extension-homeless')).status).toBe(200);
  await mark('homeless', { 'luban.dev/cancel': (await journalOf('homeless'))!.runs[0]!.id });
  await reaches('homeless', 'InstallFailed');
  await eventually(async () => expect(await read('/api/v1/namespaces/extension-homeless')).toBeUndefined());
  await patch(`${PLANS}/homeless`, { spec: { extension: { version: '1.1.0' } } });
  await eventually(async () => expect(await inForce('homeless')).toEqual({ map: '1.1.0', interface: '1.1.0' }));
  await reaches('homeless', 'Installed');
  expect((await product.api.request('DELETE', '/api/v1/namespaces/extension-homeless')).status).toBe(200);
  await mark('homeless', { 'kubesphere.io/force-delete': 'true' });
  expect((await product.api.request('DELETE', `${PLANS}/homeless`)).status).toBe(200);
  await eventually(async () => expect(await read(`${PLANS}/homeless`)).toBeUndefined());
  expect(await inForce('homeless')).toEqual({ map: undefined, interface: undefined });
});
