/** Objects and patches that are too large or too deep, and definitions without bottom: nobody else has to wait. */
import { describe, expect, test } from 'vitest';
import {
  CONFIG_MAPS,
  configMap,
  definition,
  hostileServer,
  many,
  nested,
  send,
  TYPES,
  WIDGETS,
} from './testing/hostile-requests.ts';

hostileServer();

describe('what is too large or too deep', () => {
  test('labels, annotations, data and errors without number', async () => {
    const labels = many(20_000, (i) => [`k${i}`, 'v']);
    expect((await send('POST', CONFIG_MAPS, configMap('labels', {}, { labels }))).status).toBe(201);
    expect(
      (await send('PATCH', `${CONFIG_MAPS}/labels`, { metadata: { labels: { k1: null } } }, TYPES.merge)).status,
    ).toBe(200);
    const wrong = await send(
      'POST',
      CONFIG_MAPS,
      configMap('wrong', {}, { labels: many(90_000, (i) => [`${i}!`, '-']) }),
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text.length).toBeLessThan(2 ** 20);
    const annotations = { a: 'ä'.repeat(131_073) };
    expect((await send('POST', CONFIG_MAPS, configMap('annotations', {}, { annotations }))).body.message).toBe(
      'ConfigMap "annotations" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
    );
    const beyond = configMap('beyond', { data: many(110_000, (i) => [`k${i}`, '']) });
    expect((await send('POST', CONFIG_MAPS, beyond)).body).toMatchObject({
      code: 413,
      reason: 'RequestEntityTooLarge',
    });
    const data = many(30_000, (i) => [`k${i}`, '']);
    expect((await send('POST', CONFIG_MAPS, configMap('data', { data }))).status).toBe(201);
  });

  test('fields that nobody knows, and the same again and again', async () => {
    const unknown = await send(
      'POST',
      `${CONFIG_MAPS}?fieldValidation=Strict`,
      configMap(
        'u',
        many(90_000, (i) => [`f${i}`, 1]),
      ),
    );
    expect(unknown.status).toBe(400);
    expect(unknown.text.length).toBeLessThan(20_000);
    const twice = `{"apiVersion":"v1","kind":"ConfigMap","${'x'.repeat(1_000_000)}":{${'"a":1,'.repeat(90_000)}"a":1}}`;
    const { status, text } = await send('POST', `${CONFIG_MAPS}?fieldValidation=Strict`, twice);
    expect(status).toBe(400);
    expect(text.length).toBeLessThan(20_000);
  });

  test('objects in objects in objects', async () => {
    for (const depth of [300, 900, 2_000, 100_000]) {
      const spec = nested(depth);
      const body = `{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"deep-${depth}"},"spec":${spec}}`;
      expect((await send('POST', WIDGETS, body)).status).toBe(depth === 300 ? 201 : 400);
      for (const kind of ['merge', 'apply'] as const) {
        const { status } = await send(
          'PATCH',
          `${WIDGETS}/deep-300?fieldManager=m&force=true`,
          body.replace(`deep-${depth}`, 'deep-300'),
          TYPES[kind],
        );
        expect(status).toBe(depth === 300 ? 200 : 400);
      }
      const labels = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d","labels":${nested(depth)}}}`;
      expect((await send('POST', CONFIG_MAPS, labels)).status).toBe(400);
    }
    const chain = Array.from({ length: 400 }, (_, i) => ({ op: 'add', path: `/spec${'/b'.repeat(i + 1)}`, value: {} }));
    expect((await send('PATCH', `${WIDGETS}/deep-300`, chain, TYPES.json)).status).toBe(200);
    const tooDeep = Array.from({ length: 900 }, (_, i) => ({
      op: 'add',
      path: `/spec${'/c'.repeat(i + 1)}`,
      value: {},
    }));
    expect((await send('PATCH', `${WIDGETS}/deep-300`, tooDeep, TYPES.json)).status).toBe(400);
  });

  test('patches that make much of little', async () => {
    await send('POST', CONFIG_MAPS, configMap('seed', { data: { a: 'x'.repeat(200_000) } }));
    const doubling = Array.from({ length: 40 }, (_, i) => ({ op: 'copy', from: '/data', path: `/data/c${i}` }));
    expect((await send('PATCH', `${CONFIG_MAPS}/seed`, doubling, TYPES.json)).status).toBe(422);
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'ConfigMap' }));
    expect((await send('PATCH', `${CONFIG_MAPS}/seed`, operations, TYPES.json)).body).toMatchObject({
      code: 413,
      message: 'The allowed maximum operations in a JSON patch is 10000, got 10001',
    });
    const adds = Array.from({ length: 10_000 }, (_, i) => ({ op: 'add', path: `/data/k${i}`, value: 'v' }));
    expect((await send('PATCH', `${CONFIG_MAPS}/data`, adds, TYPES.json)).status).toBe(200);
    for (let i = 0; i < 8; i++) {
      const { status } = await send(
        'PATCH',
        `${WIDGETS}/deep-300`,
        { spec: { [`g${i}`]: 'x'.repeat(300_000) } },
        TYPES.merge,
      );
      expect(status).toBe(i < 5 ? 200 : 413);
    }
  });

  test('selectors without end', async () => {
    const requirements = Array.from({ length: 10_000 }, (_, i) => `k${i}=v`).join(',');
    expect((await send('GET', `${CONFIG_MAPS}?labelSelector=${requirements}`)).status).toBe(200);
    const values = Array.from({ length: 50_000 }, (_, i) => `v${i}`).join(',');
    expect((await send('GET', `${CONFIG_MAPS}?labelSelector=a+in+(${values})`)).status).toBe(200);
    for (const text of [
      '('.repeat(50_000),
      ','.repeat(50_000),
      ' '.repeat(50_000),
      `a${'\\'.repeat(50_000)}=`,
      '='.repeat(50_000),
    ]) {
      const encoded = encodeURIComponent(text);
      expect((await send('GET', `${CONFIG_MAPS}?labelSelector=${encoded}`)).status).toBeLessThan(500);
      expect((await send('GET', `${CONFIG_MAPS}?fieldSelector=${encoded}`)).status).toBeLessThan(500);
    }
  });
});

describe('definitions of resources', () => {
  const create = (plural: string, schema: object) =>
    send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition(plural, schema));

  test('patterns that would never end do', async () => {
    const text = 'a'.repeat(100_000);
    const { status } = await send('POST', WIDGETS, {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'p' },
      pattern: text,
    });
    expect(status).toBe(422);
    const bombs = [
      '(a{1,1000}){1,1000}',
      '((a{1,100}){1,100}){1,100}',
      '(?:a?){1000}a{1000}',
      `${'('.repeat(3_000)}a${')'.repeat(3_000)}`,
      '(?=a)b',
      '[',
    ];
    for (const [i, pattern] of bombs.entries()) {
      const plural = `bomb${i}s`;
      const created = await create(plural, { type: 'object', properties: { a: { type: 'string', pattern } } });
      expect(created.status).toBeLessThan(500);
    }
  });

  test('schemas without bottom are refused', async () => {
    const deep = JSON.parse(
      `${'{"type":"object","properties":{"a":'.repeat(300)}{"type":"string"}${'}}'.repeat(300)}`,
    ) as object;
    expect([201, 400, 422]).toContain((await create('deeps', deep)).status);
    const wide = { type: 'object', properties: many(20_000, (i) => [`p${i}`, { type: 'string' }]) };
    expect((await create('wides', wide)).status).toBeLessThan(500);
    for (const depth of [400, 990]) {
      const refused = await send(
        'POST',
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
        JSON.stringify(definition('pits', {})).replace(
          '"openAPIV3Schema":{}',
          `"openAPIV3Schema":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`,
        ),
      );
      expect(refused.status).toBeLessThan(500);
    }
  });
});
