/**
 * What live lists cost the gateway: 30,000 pods on the host and 5,000 on a member, 1,000 changes a second, 200 tabs.
 *
 * Method: a process each of the host, the member and the gateway, and this one for the tabs; the embedded API stands for
 * the clusters. Phase or labels of one pod after the other change in its store, 850 a second on the host and 150 on the
 * member, for ten seconds, while a tab looks at each cluster sorted by status, and a page in Chromium at all pods of the
 * host. When the changes stop both windows have to equal a fresh list that is sorted and cut here. Then 200 tabs look at
 * all pods of the host, and a pod that all of them see changes. That the cluster counts one watch for all is checked.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from '../e2e/support/browser.ts';
import { writeExtensions } from '../e2e/support/fixture-extension.ts';
import { liveList } from '../e2e/support/live-list-fixture.ts';
import { profile } from '../e2e/support/memory.ts';
import { startGateway } from './support/gateway-server.ts';
import { http2Load, type Load, machine } from './support/kube-load.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { LiveTab } from './support/live-tab.ts';
import { percentile, report, round, spread } from './support/report.ts';

const HOST_PODS = 30_000;
const MEMBER_PODS = 5_000;
const TABS = 200;
const WINDOW = { offset: 200, limit: 100 };
const VIEW = { sort: { column: 'Status', descending: true } };

await using hostFolder = await dataFolder();
await using memberFolder = await dataFolder();
await using gatewayFolder = await dataFolder();
await using host = await startKubeServer(hostFolder.path);
await using member = await startKubeServer(memberFolder.path);
await Promise.all([host.fill(HOST_PODS), member.fill(MEMBER_PODS)]);
await writeExtensions(join(gatewayFolder.path, 'extensions'), [liveList]);
await using gateway = await startGateway(join(gatewayFolder.path, 'data'), { host, member }, [
  join(gatewayFolder.path, 'extensions'),
]);
await using browser = await launchBrowser();
await using newcomer = await browser.newcomer(gateway.url);
using hostLoad = await http2Load(host, 2);
using memberLoad = await http2Load(member, 1);

const empty = await gateway.memory();
using hostTab = await LiveTab.open(gateway.url, gateway.cookie);
using memberTab = await LiveTab.open(gateway.url, gateway.cookie);
const asked = performance.now();
hostTab.follow('host', VIEW, WINDOW);
memberTab.follow('member', VIEW, WINDOW);
const firstRows = new Promise<number>((resolve) => {
  hostTab.onMessage = ({ type }) => {
    if (type === 'snapshot') resolve(performance.now() - asked);
  };
});
await Promise.all([hostTab.ready(), memberTab.ready()]);
report({
  name: 'gateway: first rows of 30,000 pods',
  budget: 1_500,
  value: await firstRows,
  unit: 'ms',
  details: { wholeList: round(performance.now() - asked, 0), total: hostTab.table.total, ...machine() },
});

const [name = '', value = ''] = gateway.cookie.split('=', 2);
await newcomer.context.addCookies([{ name, value, url: gateway.url }]);
const { page } = await newcomer.open('/live-list?cluster=host');
await page.locator('tr').nth(39).waitFor();
const profiler = await profile(page);
const quiet = await profiler.settled();

const loaded = await gateway.memory();
await gateway.stalls();
const cpu = await gateway.cpu();
const messages = hostTab.messages;
const bytes = hostTab.bytes;
const began = performance.now();
const [onHost, onMember] = await Promise.all([host.churn(850), member.churn(150)]);
const took = performance.now() - began;
const used = (await gateway.cpu()) - cpu;
const stalls = await gateway.stalls();
const settled = await Promise.all([equals(hostTab, hostLoad), equals(memberTab, memberLoad)]);
const after = await gateway.memory();
report({
  name: 'gateway: processor for 1,000 changes a second of 35,000 pods',
  budget: 50,
  value: (used / took) * 100,
  unit: '% of a processor',
  details: {
    changes: onHost + onMember,
    perSecond: round(((onHost + onMember) / took) * 1_000, 0),
    /** Milliseconds after a fresh list was in hand until the windows equalled it. */
    equalAfter: { host: settled[0], member: settled[1] },
    stalls,
    tab: { messages: hostTab.messages - messages, kB: round((hostTab.bytes - bytes) / 1_000, 0), gaps: hostTab.gaps },
    ...machine(),
  },
});
const tabMemory = await profiler.settled();
report({
  name: 'gateway: memory of a tab that shows 30,000 changing pods',
  budget: 150,
  value: tabMemory.heap / 1e6,
  unit: 'MB',
  details: {
    before: round(quiet.heap / 1e6, 1),
    nodes: tabMemory.nodes,
    total: await page.getByLabel('Total', { exact: true }).textContent(),
    script: `${round(((tabMemory.script - quiet.script) / (took / 1_000)) * 100, 1)} % of a processor`,
  },
});
report({
  name: 'gateway: memory with 35,000 pods followed and changing',
  budget: 400,
  value: after.rss,
  unit: 'MB',
  details: {
    empty,
    loaded,
    after,
    perRow: round(((loaded.heapUsed - empty.heapUsed) * 1_000) / 35_000, 2),
    ...machine(),
  },
});

const tabs: LiveTab[] = [];
for (let i = 0; i < TABS; i++) tabs.push(await LiveTab.open(gateway.url, gateway.cookie));
for (const tab of tabs) tab.follow('host', {}, { offset: 0, limit: 100 });
await Promise.all(tabs.map((tab) => tab.ready()));
const watches = await host.podWatches();
if (watches !== 1) throw new Error(`The host counts ${watches} watches of pods`);
await sleep(1_000);
const withTabs = await gateway.memory();
const idleFrom = await gateway.cpu();
await sleep(5_000);
const idle = ((await gateway.cpu()) - idleFrom) / 50;
report({
  name: 'gateway: memory for each of 200 tabs that nothing happens to',
  budget: 150,
  value: ((withTabs.heapUsed + withTabs.external - after.heapUsed - after.external) * 1_000) / TABS,
  unit: 'kB',
  details: { upstreamWatches: watches, idleProcessor: `${round(idle, 2)} %`, after, withTabs, ...machine() },
});

const delays: number[] = [];
let wanted = '';
let sentAt = 0;
for (const tab of tabs) {
  tab.onMessage = () => {
    if (tab.table.rows[0]?.labels.seen === wanted) delays.push(performance.now() - sentAt);
  };
}
const before = tabs.reduce((sum, tab) => sum + tab.messages, 0);
const fanCpu = await gateway.cpu();
const fanFrom = performance.now();
const ROUNDS = 8;
for (let turn = 0; turn < ROUNDS; turn++) {
  wanted = `turn-${turn}`;
  sentAt = performance.now();
  const first = tabs[0]!.table.rows[0]!;
  await patch(hostLoad, `/api/v1/namespaces/${first.namespace}/pods/${first.name}`, {
    metadata: { labels: { seen: wanted } },
  });
  while (delays.length < TABS * (turn + 1)) await sleep(2);
  await sleep(600);
}
const told = tabs.reduce((sum, tab) => sum + tab.messages, 0) - before;
const fanUsed = (await gateway.cpu()) - fanCpu;
report({
  name: 'gateway: a change of one pod seen in 200 tabs',
  budget: 1_000,
  value: percentile(delays, 0.99),
  unit: 'ms',
  details: {
    delay: spread(delays),
    told,
    cpuPerMessage: `${round((fanUsed * 1_000) / told, 0)} µs`,
    took: round(performance.now() - fanFrom, 0),
    ...machine(),
  },
});
for (const tab of tabs) tab[Symbol.dispose]();

async function patch(load: Load, path: string, body: object): Promise<void> {
  const reply = await load.request('PATCH', path, { type: 'application/merge-patch+json', text: JSON.stringify(body) });
  if (reply.status !== 200) throw new Error(reply.text().slice(0, 300));
}

interface Listed {
  metadata: { name: string; namespace: string; labels: Record<string, string>; resourceVersion: string };
  status: { phase: string };
}

/** Waits until the tab's window is what a fresh list gives. @returns milliseconds; throws when it does not come to that */
async function equals(tab: LiveTab, load: Load): Promise<number> {
  const { items } = JSON.parse((await load.request('GET', '/api/v1/pods')).text()) as { items: Listed[] };
  const fresh = items
    .sort(byStatus)
    .slice(WINDOW.offset, WINDOW.offset + WINDOW.limit)
    .map(shown);
  const from = performance.now();
  const statusAt = tab.table.columns.findIndex(({ name }) => name === 'Status');
  for (;;) {
    const rows = tab.table.rows.map(({ namespace, name, version, labels, cells }) =>
      JSON.stringify([namespace, name, version, labels, cells[statusAt]]),
    );
    if (rows.join() === fresh.join() && tab.table.total === items.length) return round(performance.now() - from, 0);
    if (performance.now() - from > 10_000)
      throw new Error(`The window does not equal a fresh list: ${rows[0]}, ${fresh[0]}`);
    await sleep(10);
  }
}

function byStatus(a: Listed, b: Listed): number {
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    order(b.status.phase.toLowerCase(), a.status.phase.toLowerCase()) ||
    order(a.metadata.namespace, b.metadata.namespace) ||
    order(a.metadata.name, b.metadata.name)
  );
}

function shown({ metadata: { namespace, name, resourceVersion, labels }, status }: Listed): string {
  return JSON.stringify([namespace, name, resourceVersion, labels, status.phase]);
}
