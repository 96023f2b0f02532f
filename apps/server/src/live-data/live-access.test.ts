import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { liveStage } from './testing/live-stage.ts';
import { PODS, TestTab } from './testing/test-tab.ts';

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const CORE = { group: '', version: 'v1' };

async function stageWithProjects() {
  const stage = await liveStage();
  const { client } = stage.registry.cluster.api;
  for (const name of ['shop', 'lab']) {
    await client.create({ ...CORE, resource: 'namespaces' }, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubesphere.io/workspace': 'sales' } },
    } satisfies KubeObject);
    await client.create({ ...CORE, resource: 'configmaps', namespace: name }, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-settings` },
    } satisfies KubeObject);
  }
  return stage;
}

const MAPS = { resource: 'configmaps' };

test('who may list nowhere is refused with the verb, and nothing is asked of the cluster', async () => {
  const stage = await stageWithProjects();
  stage.may.answer = async () => false;
  const list = (await stage.tab()).list({}, MAPS);
  await list.is('refused');
  expect(list.states[0]!.problem).toMatchObject({ code: 'LB5501' });
  expect(list.states[0]!.problem!.message).toBe('ada may not list configmaps in host.');
  expect(stage.registry.connection.asks('configmaps')).toBe(0);
});

test('who may list and not watch is refused too', async () => {
  const stage = await stageWithProjects();
  stage.may.answer = async (_, action) => action.verb !== 'watch';
  const list = (await stage.tab()).list({}, MAPS);
  await list.is('refused');
  expect(list.states[0]!.problem!.message).toContain('watch configmaps');
});

test('namespaces have to be allowed each, and of a workspace those are shown that are', async () => {
  const stage = await stageWithProjects();
  stage.may.answer = async (_, action) => 'namespace' in action && action.namespace === 'shop';
  const tab = await stage.tab();
  const [all, both, one, workspace] = [
    tab.list({}, MAPS),
    tab.list({ namespaces: ['shop', 'lab'] }, MAPS),
    tab.list({ namespaces: ['shop'] }, MAPS),
    tab.list({ workspace: 'sales' }, MAPS),
  ];
  await all.is('refused');
  await both.is('refused');
  expect(both.states[0]!.problem!.message).toContain('host/lab');
  await one.is('ready');
  await workspace.is('ready');
  const shop = (names: string[]) => names.filter((name) => name.endsWith('-settings'));
  expect(shop(one.names)).toEqual(['shop-settings']);
  expect(shop(workspace.names)).toEqual(['shop-settings']);
  expect(workspace.table.rows.every(({ namespace }) => namespace === 'shop')).toBe(true);
});

test('of namespaces those are shown that the person may get', async () => {
  const stage = await stageWithProjects();
  stage.may.answer = async (_, action) => action.verb === 'get' && 'name' in action && action.name === 'lab';
  const tab = await stage.tab();
  const projects = tab.list({ workspace: 'sales' }, { resource: 'namespaces' });
  const all = tab.list({}, { resource: 'namespaces' });
  await projects.is('ready');
  await all.is('refused');
  expect(projects.names).toEqual(['lab']);
});

test('a right that is lost takes the rows at once, and one that is given brings them', async () => {
  const stage = await stageWithProjects();
  const tab = await stage.tab();
  const list = tab.list({ namespaces: ['shop'] }, MAPS);
  const object = tab.object({ namespace: 'shop', name: 'shop-settings' }, MAPS);
  await list.is('ready');
  await object.is('ready');
  stage.may.answer = async () => false;
  stage.rightsChanged();
  await list.is('refused');
  await object.is('refused');
  const told = list.messages.length;
  expect(list.names).toEqual([]);
  const { client } = stage.registry.cluster.api;
  await client.create(
    { ...CORE, resource: 'configmaps', namespace: 'shop' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'secret-plan' },
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(list.messages).toHaveLength(told);
  stage.may.answer = async () => true;
  stage.rightsChanged();
  await list.is('ready');
  expect(list.names).toContain('secret-plan');
  await object.is('ready');
});

test('rights are asked for anew from time to time, whatever was heard of them', async () => {
  const stage = await liveStage({ recheck: 30 });
  const list = (await stage.tab()).list();
  await list.is('ready');
  stage.may.answer = async () => false;
  await list.is('refused');
});

test('an answer about rights that does not come keeps what is shown, and shows nothing new', async () => {
  const stage = await stageWithProjects();
  const tab = await stage.tab();
  const shown = tab.list({ namespaces: ['shop'] }, MAPS);
  await shown.is('ready');
  stage.may.answer = async () => {
    throw new Error('nobody home');
  };
  stage.rightsChanged();
  const other = tab.list({ namespaces: ['lab'] }, MAPS);
  await other.is('problem');
  expect([other.code, other.names, shown.state]).toEqual(['LB5511', [], 'ready']);
});

test('an object needs the right to get it', async () => {
  const stage = await stageWithProjects();
  stage.may.answer = async (_, action) => action.verb !== 'get';
  const one = (await stage.tab()).object({ namespace: 'shop', name: 'shop-settings' }, MAPS);
  await one.is('refused');
  expect(one.object).toBeUndefined();
});

test('strangers and pages of others get no connection', async () => {
  const { url } = await liveStage();
  const refused = async (headers: Record<string, string>) => {
    const socket = new WebSocket(url, { headers });
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('error', () => resolve(0));
    });
    socket.terminate();
    return status;
  };
  expect(await refused({})).toBe(401);
  expect(await refused({ 'x-user': 'ada', origin: 'https://evil.example' })).toBe(403);
  expect(await refused({ 'x-user': 'ada', 'sec-fetch-site': 'cross-site' })).toBe(403);
  const plain = await fetch(url.replace('ws', 'http'), { headers: { 'x-user': 'ada' } });
  expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket']);
});

test('what a tab must not say is answered with a number, and too much of it ends the connection', async () => {
  const stage = await liveStage();
  const tab = await stage.tab();
  const answers: string[] = [];
  tab.socket.on('message', (data) => answers.push(String(data)));
  const ask = (over: object) =>
    tab.socket.send(
      JSON.stringify({ op: 'subscribe', id: 1, source: PODS, view: {}, window: { offset: 0, limit: 1 }, ...over }),
    );
  const wrong = [
    { source: { ...PODS, resource: '../secrets' } },
    { source: { ...PODS, cluster: 'host/../x' } },
    { source: { ...PODS, columns: [{ name: 'x', jsonPath: '[?(' }] } },
    { source: { ...PODS, columns: [{ name: 'x', jsonPath: '..*..*' }] } },
    { view: { labelSelector: 'a in (' } },
    { view: { search: 'x'.repeat(3_000) } },
    { view: { namespaces: Array.from({ length: 500 }, (_, i) => `n${i}`) } },
    { view: { sort: { column: 7 } } },
    { window: { offset: -1, limit: 10 } },
    { window: { offset: 0, limit: 100_000 } },
    { window: null },
    { id: 'x' },
    { op: 'constructor' },
  ];
  for (const over of wrong) ask(over);
  await until(() => expect(answers).toHaveLength(wrong.length));
  for (const text of answers) expect(JSON.parse(text)).toMatchObject({ type: 'ended', problem: { code: 'LB5500' } });
  expect(stage.hub.size).toEqual({ tabs: 1, subscriptions: 0, sources: 0 });
  for (let i = 0; i < 20; i++) tab.socket.send('{');
  expect(await tab.closed.promise).toBe(4400);
});

test('a tab has so many subscriptions and no more, and a message so many bytes', async () => {
  const stage = await liveStage();
  const tab = await stage.tab();
  const lists = Array.from({ length: 101 }, () => tab.list());
  await until(() => expect(lists[100]!.ended).toBe('LB5508'));
  expect(stage.hub.size.subscriptions).toBe(100);
  tab.socket.send('x'.repeat(70_000));
  expect(await tab.closed.promise).toBe(1009);
  await until(() => expect(stage.hub.size.subscriptions).toBe(0));
});

test('a tab that gives no sign of life is let go', async () => {
  const stage = await liveStage({ heartbeat: 40 });
  const tab = new TestTab(stage.url, { 'x-user': 'ada' });
  await tab.hello.promise;
  expect(stage.hub.size.tabs).toBe(1);
  // Nothing is read any more, pings neither.
  tab.socket.pause();
  await until(() => expect(stage.hub.size.tabs).toBe(0));
  tab.socket.terminate();
});
