import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemClock } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Kubelets, startKubelets } from '../kubelet.ts';
import { dataFrame, FrameReader, synStreamFrame } from './spdy/frames.ts';
import { HeaderEncoder } from './spdy/header-codec.ts';
import { messageBytes } from './websocket/upgrade.ts';

let api: TestApi;
let kubelets: Kubelets;
const errors: unknown[] = [];
const PODS = { group: '', version: 'v1', resource: 'pods', namespace: 'default' } as const;

beforeAll(async () => {
  api = await startTestApi();
  kubelets = await startKubelets({
    client: api.server.client({ userAgent: 'kubelet' }),
    clock: systemClock,
    seed: 'test',
    nodes: 2,
    speed: 50,
    registersMetrics: true,
    onError: (error) => errors.push(error),
  });
  api.server.setDialer(kubelets.dialer);
  await api.client.create(
    { ...PODS, resource: 'configmaps' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'default' },
      data: { 'a.conf': 'one\n' },
    },
  );
  await create('web', {
    containers: [
      {
        name: 'nginx',
        image: 'nginx',
        ports: [{ containerPort: 80 }],
        volumeMounts: [{ name: 'settings', mountPath: '/etc/settings' }],
        env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      },
    ],
    volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
  });
  while ((await api.client.get<Pod>({ ...PODS, name: 'web' })).status?.containerStatuses?.[0]?.ready !== true) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

afterAll(async () => {
  await kubelets[Symbol.asyncDispose]();
  expect(errors).toEqual([]);
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

async function create(name: string, spec: Partial<Pod['spec']>): Promise<void> {
  await api.client.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { nodeName: 'node-1', ...spec },
  });
}

async function until(name: string, holds: (pod: Pod) => boolean): Promise<Pod> {
  let pod: Pod | undefined;
  await expect
    .poll(
      async () => {
        pod = await api.client.get<Pod>({ ...PODS, name });
        return holds(pod);
      },
      { timeout: 4000, interval: 20 },
    )
    .toBe(true);
  return pod as Pod;
}

function get(
  path: string,
  connect = () => kubelets.dialer.kubelet('node-1'),
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const connection = connect();
    if (connection === undefined) return reject(new Error('nobody is there'));
    request({ path, createConnection: () => connection }, (response) => {
      let text = '';
      response
        .on('data', (chunk: Buffer) => (text += chunk))
        .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

interface Session {
  socket: WebSocket;
  channels: Map<number, string>;
  closed: Promise<void>;
}

function open(path: string, protocol: string): Session {
  const channels = new Map<number, string>();
  const socket = new WebSocket(`ws://kubelet${path}`, protocol, {
    createConnection: () => kubelets.dialer.kubelet('node-1') as never,
  });
  socket.on('message', (data) => {
    const bytes = messageBytes(data);
    const base64 = protocol.includes('base64');
    const channel = base64 ? (bytes[0] ?? 0) - 48 : (bytes[0] ?? 0);
    const text = base64 ? Buffer.from(bytes.toString('latin1', 1), 'base64').toString() : bytes.toString('utf8', 1);
    channels.set(channel, (channels.get(channel) ?? '') + text);
  });
  const closed = new Promise<void>((resolve, reject) => socket.on('close', () => resolve()).on('error', reject));
  return { socket, channels, closed };
}

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
      { timeout: 4000, interval: 300 },
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

test('pods fail as they would', async () => {
  await create('exits', {
    restartPolicy: 'Never',
    containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'echo hi; exit 3'] }],
  });
  await create('crashes', { containers: [{ name: 'c', image: 'busybox', command: ['false'] }] });
  await create('unpulled', { containers: [{ name: 'c', image: 'nginx:missing' }] });
  await create('unconfigured', {
    containers: [{ name: 'c', image: 'nginx', envFrom: [{ secretRef: { name: 'none' } }] }],
  });
  await create('unmounted', {
    containers: [{ name: 'c', image: 'nginx' }],
    volumes: [{ name: 'v', configMap: { name: 'none' } }],
  });
  await create('killed', { containers: [{ name: 'c', image: 'mysql', resources: { limits: { memory: '64Mi' } } }] });
  await create('unhealthy', {
    containers: [{ name: 'c', image: 'nginx', livenessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } }],
  });
  const state = async (name: string, holds: (pod: Pod) => boolean) =>
    (await until(name, holds)).status?.containerStatuses?.[0];
  const waitingFor =
    (reason: string) =>
    ({ status }: Pod) =>
      status?.containerStatuses?.[0]?.state?.waiting?.reason === reason;
  expect(
    (await until('exits', ({ status }) => status?.phase === 'Failed')).status?.containerStatuses?.[0]?.state
      ?.terminated,
  ).toMatchObject({ exitCode: 3, reason: 'Error' });
  expect((await get('/containerLogs/default/exits/c')).text).toBe('hi\n');
  expect((await state('crashes', waitingFor('CrashLoopBackOff')))?.state?.waiting?.message).toMatch(
    /^back-off \d+s restarting failed container=c pod=crashes_default\(/,
  );
  expect((await state('unpulled', waitingFor('ImagePullBackOff')))?.state?.waiting?.message).toContain(
    'docker.io/library/nginx:missing: not found',
  );
  expect((await state('unconfigured', waitingFor('CreateContainerConfigError')))?.state?.waiting?.message).toBe(
    'secret "none" not found',
  );
  expect(
    (await state('killed', ({ status }) => status?.containerStatuses?.[0]?.lastState?.terminated !== undefined))
      ?.lastState?.terminated,
  ).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  await state('unhealthy', ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0);
  const events = await api.client.list({ ...PODS, resource: 'events' }, { namespace: 'default' });
  const messages = events.items.map(({ reason, message }) => `${reason}: ${message}`);
  expect(messages).toContain('FailedMount: MountVolume.SetUp failed for volume "v" : configmap "none" not found');
  expect(messages).toContain('Killing: Container c failed liveness probe, will be restarted');
});

test('a deleted pod goes through its grace period and then away', async () => {
  await create('leaving', { containers: [{ name: 'c', image: 'redis' }] });
  await until('leaving', ({ status }) => status?.phase === 'Running');
  await api.client.delete({ ...PODS, name: 'leaving' });
  await expect
    .poll(
      () =>
        api.client.get({ ...PODS, name: 'leaving' }).then(
          () => true,
          () => false,
        ),
      { timeout: 4000 },
    )
    .toBe(false);
});

test('a container of a service mesh starts before the others and ends after them', async () => {
  await create('meshed', {
    restartPolicy: 'Never',
    initContainers: [
      { name: 'prepare', image: 'busybox', command: ['true'] },
      { name: 'proxy', image: 'envoy', restartPolicy: 'Always' },
    ],
    containers: [{ name: 'work', image: 'busybox', command: ['sh', '-c', 'sleep 5; echo done'] }],
  });
  const { status } = await until('meshed', (pod) => pod.status?.phase === 'Succeeded');
  expect(status?.initContainerStatuses?.map(({ state }) => state?.terminated?.exitCode)).toEqual([0, 0]);
  expect(status?.containerStatuses?.[0]?.state?.terminated?.reason).toBe('Completed');
});

test('scripts in config maps run when the volume makes them executable', async () => {
  await api.client.create(
    { ...PODS, resource: 'configmaps' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'scripts', namespace: 'default' },
      data: { 'check.sh': '#!/bin/sh\nset -e\n[ "$1" = now ] && exit 3\n' },
    },
  );
  await create('scripted', {
    restartPolicy: 'Never',
    containers: [
      {
        name: 'c',
        image: 'busybox',
        command: ['sh', '-c', 'cd /scripts && ./check.sh now'],
        volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }],
      },
    ],
    volumes: [{ name: 'scripts', configMap: { name: 'scripts', defaultMode: 0o777 } }],
  });
  const { status } = await until('scripted', (pod) => pod.status?.phase === 'Failed');
  expect(status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
});

test('unknown programs end where others wait for them: in jobs and before the other containers', async () => {
  await create('migrated', {
    initContainers: [
      { name: 'migrate', image: 'registry.example.com/shop/migrate:1' },
      { name: 'copy', image: 'registry.example.com/shop/tool:1', command: ['cp', '-n', '/usr/local/bin/tool', '/tmp'] },
    ],
    containers: [{ name: 'shop', image: 'registry.example.com/shop/server:1' }],
  });
  // As charts write it: flags of the shell in one word, and the program's name out of a variable.
  const script = 'MC="/usr/bin/mc --insecure"; $MC ls bucket && echo made';
  const containers = [
    { name: 'c', image: 'registry.example.com/shop/check:1', args: ['api', '--wait=1m'] },
    { name: 'mc', image: 'registry.example.com/tools/mc:1', command: ['/bin/sh', '-ce', script] },
  ];
  const job = await api.client.create(
    { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'default' },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'check' },
      spec: { template: { spec: { restartPolicy: 'Never', containers } } },
    },
  );
  await api.client.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'check-x',
      namespace: 'default',
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name: 'check', uid: job.metadata.uid ?? '', controller: true },
      ],
    },
    spec: {
      nodeName: 'node-1',
      restartPolicy: 'Never',
      containers,
    },
  });
  expect((await until('check-x', ({ status }) => status?.phase === 'Succeeded')).status?.phase).toBe('Succeeded');
  const { status } = await until('migrated', (pod) => pod.status?.phase === 'Running');
  expect(status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0);
  expect(status?.containerStatuses?.[0]?.state?.running).toBeDefined();
});

test('metrics are there for nodes and pods', async () => {
  const metrics = () => kubelets.dialer.service('kube-system', 'metrics-server', 443);
  const pods = JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/web', metrics)).text);
  expect(pods.containers[0]).toMatchObject({
    name: 'nginx',
    usage: { cpu: expect.stringMatching(/^\d+n$/), memory: expect.stringMatching(/^\d+Ki$/) },
  });
  expect(JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/nodes', metrics)).text).items).toHaveLength(2);
  expect(JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/pods?labelSelector=a%3Db', metrics)).text).items).toEqual(
    [],
  );
  expect((await get('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/none', metrics)).status).toBe(404);
  expect((await get('/metrics/resource')).text).toContain(
    'container_memory_working_set_bytes{container="nginx",namespace="default",pod="web"}',
  );
  expect(JSON.parse((await get('/stats/summary')).text).node.nodeName).toBe('node-1');
});

test('a metrics-server that somebody installs answers with the same numbers, and leaves the registration as it was', async () => {
  await create('measuring', {
    containers: [{ name: 'c', image: 'docker.io/kubesphere/metrics-server:v0.7.0', ports: [{ containerPort: 10250 }] }],
  });
  await until('measuring', ({ status }) => status?.containerStatuses?.[0]?.ready === true);
  const server = () => kubelets.dialer.pod('default', 'measuring', 10250);
  expect(JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/nodes', server)).text).items).toHaveLength(2);

  const registration = {
    group: 'apiregistration.k8s.io',
    version: 'v1',
    resource: 'apiservices',
    name: 'v1beta1.metrics.k8s.io',
  };
  const before = await api.client.get(registration);
  await api.client.delete(registration);
  await expect
    .poll(
      () =>
        api.client.get(registration).then(
          ({ metadata }) => metadata.uid !== before.metadata.uid,
          () => false,
        ),
      { timeout: 6000 },
    )
    .toBe(true);
});

test('nodes look like nodes, say that they are simulated, and can play dead', async () => {
  const node = { group: '', version: 'v1', resource: 'nodes', name: 'node-2' };
  const object = await api.client.get(node);
  expect(object).toMatchObject({
    metadata: { labels: { 'luban.dev/simulated': 'true' } },
    status: { nodeInfo: { osImage: 'Simulated by LuBan' } },
  });
  await api.client.patch(node, 'merge', { metadata: { annotations: { 'luban.dev/simulate-not-ready': 'true' } } });
  const ready = async () => {
    const { status } = await api.client.get(node);
    return (status as { conditions: { type: string; status: string }[] }).conditions.find(
      ({ type }) => type === 'Ready',
    )?.status;
  };
  await expect.poll(ready, { timeout: 3000 }).toBe('Unknown');
  await api.client.patch(node, 'merge', { metadata: { annotations: { 'luban.dev/simulate-not-ready': null } } });
  await expect.poll(ready, { timeout: 3000 }).toBe('True');
});
