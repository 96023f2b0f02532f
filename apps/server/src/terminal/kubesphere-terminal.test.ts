import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import { bytesOf } from './browser-terminal.ts';
import { startContainerServer } from './test-support/container-server.ts';
import { processKubelet } from './test-support/process-kubelet.ts';

const kubelet = processKubelet();
const server = await startContainerServer(kubelet);

async function open(path: string, cluster = '') {
  const url = `${server.url}${cluster}/kapis/terminal.kubesphere.io/v1alpha2/namespaces/default/pods/${path}`;
  const socket = new WebSocket(url, { headers: { cookie: server.cookie } });
  onTestFinished(() => socket.terminate());
  const shown: Record<string, string> = { stdout: '', toast: '' };
  socket.on('message', (data) => {
    const { Op, Data } = JSON.parse(bytesOf(data).toString()) as { Op: string; Data: string };
    shown[Op] += Data;
  });
  const closed = once(socket, 'close');
  await once(socket, 'open');
  return { shown, closed, say: (message: object) => socket.send(JSON.stringify(message)) };
}

test('pages made for KubeSphere paste 100 kB whole, and characters stay whole on the way back', async () => {
  const { shown, say } = await open('web/exec?container=main&shell=cat', '/clusters/host');
  const text = '粘贴 paste 汉字\n'.repeat(6_000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(100_000);
  say({ Op: 'stdin', Data: text });
  say({ Op: 'resize', Cols: 120, Rows: 40 });
  await expect.poll(() => shown.stdout!.length).toBe(text.length);
  expect(shown.stdout).toBe(text);
});

test('what is wrong with a terminal is told as a toast, and nonsense is not heard', async () => {
  const { shown, closed } = await open('gone/exec');
  await closed;
  expect(shown.toast).toMatch(/was not found in pod gone .*\(LB5603\)$/);
  const { shown: echoed, say } = await open('web/exec?shell=cat');
  for (const nonsense of [[], { Op: '__proto__' }, { Op: 'stdin', Data: 7 }, { Op: 'resize', Cols: -1, Rows: 'x' }])
    say(nonsense);
  say({ Op: 'stdin', Data: 'sense\n' });
  await expect.poll(() => echoed.stdout).toBe('sense\n');
});
