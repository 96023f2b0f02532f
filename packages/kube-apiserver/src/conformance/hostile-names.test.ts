/** Names, keys, shapes and queries that no good client would send: refused, and nothing unexpected happens. */
import { describe, expect, test } from 'vitest';
import {
  api,
  CONFIG_MAPS,
  CORE,
  configMap,
  hostileServer,
  many,
  send,
  TYPES,
  WIDGETS,
} from './testing/hostile-requests.ts';

hostileServer();

describe('keys of prototypes', () => {
  const POLLUTED = '{"__proto__":{"polluted":"yes"},"constructor":"c","toString":"t","hasOwnProperty":"h"}';

  test.each(['data', 'metadata.labels', 'metadata.annotations'])('are ordinary keys of %s, or none', async (place) => {
    const name = `keys-${place.replace('.', '-')}`;
    const body =
      place === 'data'
        ? `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},"data":{"__proto__":"p","constructor":"c","toString":"t"}}`
        : `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}","${place.split('.')[1]}":{"constructor":"c","toString":"t"}}}`;
    const created = await send('POST', CONFIG_MAPS, body);
    expect(created.status).toBe(201);
    const read = await send('GET', `${CONFIG_MAPS}/${name}`);
    expect(read.text).toContain('"constructor":"c","toString":"t"');
    for (const kind of ['merge', 'strategic'] as const) {
      const patch = place === 'data' ? `{"data":${POLLUTED}}` : `{"metadata":{"${place.split('.')[1]}":${POLLUTED}}}`;
      expect((await send('PATCH', `${CONFIG_MAPS}/${name}`, patch, TYPES[kind])).status).toBeLessThan(500);
    }
    const applied = await send('PATCH', `${CONFIG_MAPS}/${name}?fieldManager=m&force=true`, body, TYPES.apply);
    expect(applied.status).toBe(200);
    expect((await send('GET', `${CONFIG_MAPS}?labelSelector=__proto__`)).status).toBe(400);
    expect((await send('GET', `${CONFIG_MAPS}?labelSelector=constructor%3Dc`)).status).toBe(200);
  });

  test('may be properties of custom resources', async () => {
    const body = `{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"proto"},"__proto__":"text","constructor":{},"toString":7,"spec":{"__proto__":{"x":1},"hasOwnProperty":1}}`;
    const created = await send('POST', WIDGETS, body);
    expect(created.status).toBe(201);
    expect(created.text).toContain('"constructor":{"prototype":"mine"}');
    expect(created.text).toContain('"toString":7');
    const wrong = await send(
      'POST',
      WIDGETS,
      body.replace('"proto"', '"wrong"').replace('"toString":7', '"toString":"x"'),
    );
    expect(wrong.body).toMatchObject({
      code: 422,
      message: expect.stringContaining('toString: Invalid value: "string"'),
    });
    for (const type of [TYPES.merge, TYPES.apply]) {
      const { status } = await send('PATCH', `${WIDGETS}/proto?fieldManager=m&force=true`, body, type);
      expect(status).toBe(200);
    }
    const operations = ['/__proto__/x', '/spec/__proto__/y', '/constructor/prototype', '/metadata/__proto__'];
    for (const path of operations) {
      const patch = [{ op: 'add', path, value: 'changed' }];
      expect((await send('PATCH', `${WIDGETS}/proto`, patch, TYPES.json)).status).toBeLessThan(500);
    }
  });

  test.each(['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    '%s is no name, kind, or query',
    async (key) => {
      for (const path of [
        `/api/v1/${key}`,
        `/apis/${key}/v1`,
        `/apis/apps/${key}/deployments`,
        `${CORE}/pods/x/${key}`,
        `${CORE}/${key}/x`,
      ]) {
        expect((await send('GET', path)).status).toBe(404);
      }
      expect((await send('GET', `${CONFIG_MAPS}/${key}`)).status).toBe(404);
      expect((await send('GET', `/api/v1/namespaces/${key}/configmaps`)).status).toBe(200);
      expect((await send('GET', `${CONFIG_MAPS}?fieldSelector=${key}%3D1`)).status).toBe(400);
      expect((await send('GET', `${CONFIG_MAPS}?${key}=1&limit=1`)).status).toBe(200);
      expect((await send('POST', CONFIG_MAPS, { ...configMap('k'), kind: key })).status).toBe(400);
      expect((await send('POST', CONFIG_MAPS, configMap('k'), key)).status).toBe(415);
      expect((await send('PATCH', `${CONFIG_MAPS}/k`, {}, key)).status).toBe(415);
      const deletion = `{"propagationPolicy":"${key}","preconditions":{"__proto__":{"uid":"x"}}}`;
      expect((await send('DELETE', `${CONFIG_MAPS}/keys-data`, deletion)).status).toBe(422);
      expect((await send('DELETE', `${CONFIG_MAPS}/nothing`, `{"${key}":{"dryRun":["All"]}}`)).status).toBe(404);
    },
  );
});

test('names that are none', async () => {
  const names = [
    '..',
    '.',
    'a/b',
    'a\u0000b',
    'a\r\nset-cookie: x',
    'A',
    '-',
    'ä',
    '\ud800',
    'x'.repeat(300),
    'x'.repeat(100_000),
    '%2e',
  ];
  for (const name of names) {
    expect((await send('POST', CONFIG_MAPS, configMap(name))).status).toBe(422);
    expect(
      (await send('POST', CONFIG_MAPS, configMap('', {}, { name: undefined, generateName: name }))).status,
    ).not.toBe(500);
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } };
    expect((await send('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', role)).status).toBeLessThan(500);
    expect(
      (await send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })).status,
    ).toBe(422);
    const manager = encodeURIComponent(name.toWellFormed());
    expect(
      (
        await send(
          'PATCH',
          `${CONFIG_MAPS}/applied?fieldManager=${manager}&force=true`,
          configMap('applied'),
          TYPES.apply,
        )
      ).status,
    ).toBeLessThan(500);
  }
});

test('metadata of wrong shapes', async () => {
  const shapes = [null, 1, 'x', true, [], {}, [[]], [null], { a: null }, { a: {} }, [{}]];
  const fields = [
    'name',
    'namespace',
    'labels',
    'annotations',
    'finalizers',
    'ownerReferences',
    'managedFields',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'generateName',
    'selfLink',
  ];
  for (const field of fields) {
    for (const shape of shapes) {
      for (const [path, kind] of [
        [CONFIG_MAPS, 'ConfigMap'],
        [WIDGETS, 'Widget'],
      ] as const) {
        const body = {
          ...configMap('shape', {}, { [field]: shape }),
          kind,
          ...(kind === 'Widget' && { apiVersion: 'example.com/v1' }),
        };
        for (const [method, at, type] of [
          ['POST', path, TYPES.POST],
          ['PUT', `${path}/shape`, TYPES.POST],
          ['PATCH', `${path}/shape`, TYPES.merge],
          ['PATCH', `${path}/shape?fieldManager=m&force=true`, TYPES.apply],
        ] as const) {
          const { status, text } = await send(method, at, body, type);
          if (!text.includes('failed to create typed patch object'))
            expect(status, `${method} ${field} ${JSON.stringify(shape)} ${text}`).toBeLessThan(500);
        }
      }
    }
  }
  for (const metadata of shapes) {
    for (const type of Object.values(TYPES)) {
      const method = type === TYPES.POST ? 'POST' : 'PATCH';
      const path = method === 'POST' ? CONFIG_MAPS : `${CONFIG_MAPS}/shape?fieldManager=m`;
      expect((await send(method, path, { apiVersion: 'v1', kind: 'ConfigMap', metadata }, type)).status).toBeLessThan(
        500,
      );
      expect((await send(method, path, metadata, type)).status).toBeLessThan(500);
    }
  }
});

test('queries beyond reason', async () => {
  await send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'aaa' } });
  await send('POST', '/api/v1/namespaces/aaa/configmaps', configMap('secret-of-aaa'));
  const forge = (token: unknown) =>
    Buffer.from(typeof token === 'string' ? token : JSON.stringify(token)).toString('base64url');
  const tokens = [
    'x',
    forge('null'),
    forge('[]'),
    forge({}),
    forge({ v: 'meta.k8s.io/v1', rv: 'x', start: 1 }),
    forge({ v: 'meta.k8s.io/v1', rv: 1e300, start: 'a' }),
    forge({ v: 'meta.k8s.io/v1', rv: 999_999_999, start: 'default/a\u0000' }),
    forge({ v: 'meta.k8s.io/v1', rv: -1, start: '' }),
    forge({ v: 'meta.k8s.io/v1', rv: -1, start: '../../' }),
    forge({ v: 'meta.k8s.io/v1', rv: -7, start: 'zzz' }),
    forge({ v: 'meta.k8s.io/v1', rv: 1, start: '\ud800' }),
    'A'.repeat(100_000),
  ];
  for (const token of tokens) {
    for (const limit of ['', '&limit=1', '&limit=500']) {
      const { status, text } = await send('GET', `${CONFIG_MAPS}?continue=${token}${limit}`);
      expect([200, 400, 410, 504]).toContain(status);
      expect(text).not.toContain('secret-of-aaa');
    }
  }
  for (const value of ['-1', '1e9', '999999999999999999999', '0x10', ' 5', 'NaN', 'Infinity', '١', '%00', '-']) {
    for (const name of ['limit', 'timeoutSeconds', 'resourceVersion', 'gracePeriodSeconds']) {
      const watch = name === 'timeoutSeconds' ? '&watch=true&timeoutSeconds=1' : '';
      expect(
        (await send('GET', `${CONFIG_MAPS}?${name}=${value}${name === 'timeoutSeconds' ? '' : watch}`)).status,
      ).toBeLessThan(500);
      expect((await send('DELETE', `${CONFIG_MAPS}/none?${name}=${value}`)).status).toBeLessThan(500);
    }
  }
});

test('protocol buffers that are none', async () => {
  const magic = Buffer.from('k8s\0');
  const field = (number: number, content: Uint8Array) => {
    const length = content.length;
    const varint = length < 128 ? [length] : [(length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14];
    return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint]), content]);
  };
  let nest: Buffer = Buffer.alloc(0);
  for (let i = 0; i < 5_000; i++) nest = field(1, nest);
  const type = field(1, Buffer.concat([field(1, Buffer.from('v1')), field(2, Buffer.from('ConfigMap'))]));
  const bodies = [
    Buffer.alloc(0),
    magic,
    Buffer.concat([magic, Buffer.alloc(1_000, 0xff)]),
    Buffer.concat([magic, type]),
    Buffer.concat([magic, type, field(2, nest)]),
    Buffer.concat([magic, type, field(2, field(2, Buffer.alloc(10_000, 0x0a)))]),
    Buffer.concat([magic, type, Buffer.from([0x12, 0xff, 0xff, 0xff, 0xff, 0x7f])]),
    Buffer.concat([magic, field(1, field(2, Buffer.from('__proto__'))), field(2, Buffer.alloc(3))]),
    ...Array.from({ length: 200 }, (_, i) => Buffer.concat([magic, type, field(2, Buffer.alloc(i, (i * 37) & 0xff))])),
  ];
  for (const body of bodies) {
    const { status } = await api.server.handler.handle({
      method: 'POST',
      path: CONFIG_MAPS,
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/vnd.kubernetes.protobuf' },
      identity: {},
      user: { username: 'hostile', groups: ['system:masters'] },
      remoteAddress: '',
      body: async () => body,
    });
    expect([400, 422]).toContain(status);
  }
});

test('memory stays bounded', async () => {
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 4; i++) {
    await send(
      'POST',
      CONFIG_MAPS,
      configMap('heavy', { data: many(50_000, (j) => [`k${j}-${i}`, 'v']) }, { labels: { '!': '' } }),
    );
    await send('POST', CONFIG_MAPS, `{"a":${'['.repeat(1_000_000)}`);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * 2 ** 20);
});
