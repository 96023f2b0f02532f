import { expect, test } from 'vitest';
import { isStatusError } from '../status.ts';
import { KubeClient } from './kube-client.ts';
import { linesOf } from './lines.ts';
import { resourcePath } from './resource-path.ts';
import type { Transport, TransportRequest } from './transport.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

function answering(status: number, chunks: readonly string[]): { transport: Transport; sent: TransportRequest[] } {
  const sent: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    sent.push(request);
    return {
      status,
      headers: {},
      text: async () => chunks.join(''),
      async *chunks() {
        for (const chunk of chunks) yield Buffer.from(chunk);
      },
    };
  };
  return { transport, sent };
}

test('paths are those of Kubernetes, and names cannot leave them', () => {
  expect(resourcePath({ ...PODS, namespace: 'shop', name: 'web', subresource: 'log' })).toBe(
    '/api/v1/namespaces/shop/pods/web/log',
  );
  expect(resourcePath({ group: 'apps', version: 'v1', resource: 'deployments' })).toBe('/apis/apps/v1/deployments');
  expect(resourcePath({ ...PODS, namespace: '../x', name: 'a/b?c' })).toBe('/api/v1/namespaces/..%2Fx/pods/a%2Fb%3Fc');
});

test('requests say what they want', async () => {
  const { transport, sent } = answering(200, ['{"items":[]}']);
  const client = new KubeClient(transport, { userAgent: 'test/1' });
  await client.list(PODS, { namespace: 'shop', labelSelector: 'app in (a,b)', limit: 5 });
  await client.patch({ ...PODS, namespace: 'shop', name: 'a' }, 'apply', {}, { fieldManager: 'me', force: true });
  expect(sent[0]).toMatchObject({
    method: 'GET',
    path: '/api/v1/namespaces/shop/pods?labelSelector=app+in+%28a%2Cb%29&limit=5',
    headers: { 'user-agent': 'test/1', accept: 'application/json' },
  });
  expect(sent[1]).toMatchObject({
    method: 'PATCH',
    path: '/api/v1/namespaces/shop/pods/a?fieldManager=me&force=true',
    headers: { 'content-type': 'application/apply-patch+yaml' },
  });
});

test('a Status is thrown as it is, and another answer with its beginning', async () => {
  const status = { kind: 'Status', message: 'pods "a" not found', reason: 'NotFound', code: 404 };
  const refused = new KubeClient(answering(404, [JSON.stringify(status)]).transport);
  const error = await refused.get({ ...PODS, namespace: 'x', name: 'a' }).catch((reason: unknown) => reason);
  expect(isStatusError(error, 'NotFound')).toBe(true);
  const odd = new KubeClient(answering(502, ['<html>Bad gateway</html>']).transport);
  await expect(odd.get({ ...PODS, name: 'a' })).rejects.toMatchObject({ code: 502, message: /Bad gateway/ });
});

test('events come whole, wherever the stream was cut', async () => {
  const events = ['{"type":"ADDED","object":{"metadata":{"name":"ä"}}}\n', '{"type":"DELETED","object":{}}\n'].join('');
  const bytes = Buffer.from(events);
  for (let cut = 0; cut < bytes.length; cut += 7) {
    const parts = async function* () {
      yield bytes.subarray(0, cut);
      yield bytes.subarray(cut);
    };
    const lines: string[] = [];
    for await (const line of linesOf(parts())) lines.push(line);
    expect(`${lines.join('\n')}\n`).toBe(events);
  }
});

test('an ERROR event is thrown, and an abort ends the stream without one', async () => {
  const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' } };
  const client = new KubeClient(answering(200, [`${JSON.stringify(gone)}\n`]).transport);
  const read = async () => {
    for await (const _ of client.watch(PODS)) expect.unreachable();
  };
  await expect(read()).rejects.toMatchObject({ reason: 'Expired' });

  const end = new AbortController();
  const hanging = new KubeClient(
    ({ signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true })),
  );
  const events: unknown[] = [];
  const reading = (async () => {
    for await (const event of hanging.watch(PODS, { signal: end.signal })) events.push(event);
  })();
  end.abort();
  await reading;
  expect(events).toEqual([]);
});
