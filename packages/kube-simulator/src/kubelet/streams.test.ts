import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { dataFrame, FrameReader, synStreamFrame } from './spdy/frames.ts';
import { HeaderEncoder } from './spdy/header-codec.ts';
import { PODS, startTestNodes } from './testing.ts';

const { api, kubelets, get, open } = await startTestNodes();

const exec = (command: readonly string[], extra = '') =>
  `/exec/default/web/nginx?${command.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&output=1&error=1${extra}`;

test.each(['v5.channel.k8s.io', 'v4.channel.k8s.io', 'base64.channel.k8s.io', 'v4.base64.channel.k8s.io'])(
  'exec over %s',
  async (protocol) => {
    const { channels, closed } = open(
      exec(['sh', '-c', 'echo out $POD; echo err >&2; cat /etc/settings/a.conf; exit 7']),
      protocol,
    );
    await closed;
    expect(channels.get(1)).toBe('out web\none\n');
    expect(channels.get(2)).toBe('err\n');
    const status = channels.get(3) ?? '';
    if (protocol === 'base64.channel.k8s.io') expect(status).toContain('exit code 7');
    else
      expect(JSON.parse(status)).toMatchObject({
        status: 'Failure',
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: '7' }] },
      });
  },
);

test.each([[['cat']], [['head', '-n', '1']]])(
  'standard input of %j ends by a message of its own in v5',
  async (words) => {
    const { socket, channels, closed } = open(exec(words, '&input=1'), 'v5.channel.k8s.io');
    socket.on('open', () => {
      socket.send(Buffer.concat([Buffer.of(0), Buffer.from('grüße\n')]));
      socket.send(Buffer.of(255, 0));
    });
    await closed;
    expect(channels.get(1)).toBe('grüße\n');
    expect(JSON.parse(channels.get(3) ?? '')).toMatchObject({ status: 'Success' });
  },
);

test('a terminal echoes, edits, interrupts, keeps its state and knows its size', async () => {
  const { socket, channels, closed } = open(exec(['sh'], '&input=1&tty=1'), 'v5.channel.k8s.io');
  const type = (text: string) => socket.send(Buffer.concat([Buffer.of(0), Buffer.from(text)]));
  const shown = () => channels.get(1) ?? '';
  await expect.poll(shown).toContain('root@web:/# ');
  expect(shown()).toContain('simulated by LuBan');
  socket.send(Buffer.concat([Buffer.of(4), Buffer.from('{"Width":132,"Height":50}')]));
  type('cd /tmp; X=7\r');
  await expect.poll(shown).toContain('root@web:/tmp# ');
  type('ecko\u007f\u007fho $X; stty size\r');
  await expect.poll(shown).toContain('\r\n7\r\n50 132\r\n');
  type('sleep 100\r');
  await new Promise((resolve) => setTimeout(resolve, 50));
  type('\u0003');
  await expect.poll(shown).toContain('^C\r\n');
  type('for i in 1 2; do\r');
  await expect.poll(shown).toMatch(/> $/);
  type('echo n$i; done\r');
  await expect.poll(shown).toContain('n1\r\nn2\r\n');
  type('exit 5\r');
  await closed;
  expect(JSON.parse(channels.get(3) ?? '').details.causes[0].message).toBe('5');
});

test('what a command has written stays in the container, and config maps follow their objects', async () => {
  await open(exec(['sh', '-c', 'echo kept > /tmp/kept']), 'v5.channel.k8s.io').closed;
  await api.client.patch({ ...PODS, resource: 'configmaps', name: 'settings' }, 'merge', {
    data: { 'b.conf': 'two\n' },
  });
  await expect
    .poll(
      async () => {
        const { channels, closed } = open(
          exec(['sh', '-c', 'cat /tmp/kept /etc/settings/b.conf']),
          'v5.channel.k8s.io',
        );
        await closed;
        return channels.get(1);
      },
      { timeout: 15_000, interval: 300 },
    )
    .toBe('kept\ntwo\n');
});

test('ports are forwarded over channels', async () => {
  const { socket, channels } = open('/portForward/default/web?port=80', 'v4.channel.k8s.io');
  socket.on('open', () => socket.send(Buffer.concat([Buffer.of(0), Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')])));
  await expect.poll(() => channels.get(0)).toContain('Welcome to nginx! (simulated)');
  expect(Buffer.from(channels.get(1) ?? '').readUInt16LE()).toBe(80);
  socket.close();
});

/** The client library refuses the subprotocol's name as the server library does, so that this one does without it. */
async function tunnel(path: string, received: (bytes: Buffer) => void) {
  const connection = kubelets.dialer.kubelet('node-1');
  if (connection === undefined) throw new Error('nobody is there');
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
    'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io',
  };
  const upgrade = request({ path, headers, createConnection: () => connection }).end();
  const [response, socket] = (await once(upgrade, 'upgrade')) as [IncomingMessage, Duplex];
  expect(response.headers['sec-websocket-protocol']).toBe('SPDY/3.1+portforward.k8s.io');
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4) {
      const short = (pending[1] ?? 0) & 127;
      const head = short === 126 ? 4 : 2;
      const length = short === 126 ? pending.readUInt16BE(2) : short;
      if (pending.length < head + length) return;
      if (pending[0] === 0x82) received(pending.subarray(head, head + length));
      pending = pending.subarray(head + length);
    }
  });
  return {
    // Client's frames are masked, here with zeros.
    send: (bytes: Buffer) =>
      socket.write(
        Buffer.concat([Buffer.of(0x82, 0x80 | 126, bytes.length >> 8, bytes.length & 255, 0, 0, 0, 0), bytes]),
      ),
    close: () => socket.destroy(),
  };
}

test('ports are forwarded by SPDY within a WebSocket', async () => {
  const reader = new FrameReader();
  const data = new Map<number, string>();
  const client = await tunnel('/portForward/default/web', (bytes) => {
    for (const frame of reader.push(bytes)) {
      if (frame.type === 'data') data.set(frame.stream, (data.get(frame.stream) ?? '') + frame.bytes);
    }
  });
  using encoder = new HeaderEncoder();
  const openPair = async (id: number, port: string) => {
    for (const [stream, streamtype] of [
      [id, 'error'],
      [id + 2, 'data'],
    ] as const) {
      const headers = new Map([
        ['streamtype', streamtype],
        ['port', port],
        ['requestid', `${id}`],
      ]);
      client.send(synStreamFrame(stream, await encoder.encode(headers)));
    }
  };
  await openPair(1, '80');
  client.send(dataFrame(3, Buffer.from('GET /missing HTTP/1.1\r\nhost: x\r\n\r\n')));
  await expect.poll(() => data.get(3)).toContain('404 Not Found');
  await openPair(5, '9999');
  await expect.poll(() => data.get(5)).toContain('connect: connection refused');
  client.close();
});

test('requests that lead nowhere are refused', async () => {
  expect(await get('/containerLogs/default/nobody/c')).toMatchObject({ status: 404 });
  expect(await get('/containerLogs/default/web/nobody')).toMatchObject({ status: 404 });
  expect(await get('/containerLogs/default/web/nginx?tailLines=x')).toMatchObject({ status: 400 });
  expect(await get('/exec/default/web/nginx?command=ls')).toMatchObject({ status: 400 });
  expect(await get('/%zz')).toMatchObject({ status: 404 });
  expect(kubelets.dialer.kubelet('elsewhere')).toBeUndefined();
  await expect(open('/exec/default/web/nginx?command=ls&output=1', 'nonsense.k8s.io').closed).rejects.toThrow('403');
  await expect(open('/exec/default/nobody/c?command=ls&output=1', 'v5.channel.k8s.io').closed).rejects.toThrow('404');
});
