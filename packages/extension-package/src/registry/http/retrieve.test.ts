import { expect, test } from 'vitest';
import { RegistryError } from '../registry-error.ts';
import { type Handler, startWebServer } from '../testing/web-server.ts';
import { type Retrieval, retrieve } from './retrieve.ts';
import { openTransport } from './transport.ts';

/** What comes of it: status and text, or the number of the failure. And how long was waited in between. */
async function outcome(handler: Handler, retrieval: Partial<Retrieval> = {}, path = '/start') {
  await using server = await startWebServer(handler);
  await using transport = openTransport({ connectsWithin: 2_000 });
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const result = await retrieve(transport, new URL(path, server.url), { limit: 1_000, ...retrieval }, { pause }).then(
    ({ status, body }) => `${status} ${Buffer.from(body).toString()}`.trim(),
    (error: unknown) => (error instanceof RegistryError ? error.code : String(error)),
  );
  return { result, pauses, requests: server.requests };
}

const hops =
  (most: number): Handler =>
  (_request, response, url) => {
    const hop = Number(url.pathname.slice(1)) || 0;
    if (hop === most) response.end('there');
    else response.writeHead(302, { location: `/${hop + 1}` }).end();
  };

test('three redirects are followed, and no fourth', async () => {
  expect((await outcome(hops(3))).result).toBe('200 there');
  const { result, requests } = await outcome(hops(4));
  expect(result).toBe('LB7212');
  expect(requests).toHaveLength(4);
});

test.each(['file:///etc/passwd', 'gopher://x/', 'http://[', 'data:text/plain,x'])(
  'a redirect to %s is not followed',
  async (location) => {
    expect((await outcome((_, response) => void response.writeHead(301, { location }).end())).result).toBe('LB7212');
  },
);

test('credentials stay with the origin they are for', async () => {
  await using other = await startWebServer((_, response) => void response.end('elsewhere'));
  const { result, requests } = await outcome(
    (_, response, url) => {
      if (url.pathname === '/start') response.writeHead(302, { location: '/second' }).end();
      else response.writeHead(302, { location: `${other.url}/x` }).end();
    },
    { authorization: (url) => (url.origin === other.url ? undefined : 'Basic c2VjcmV0') },
  );
  expect(result).toBe('200 elsewhere');
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Basic c2VjcmV0', 'Basic c2VjcmV0']);
  expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
});

test('credentials inside a redirect are not taken for any', async () => {
  const { result, requests } = await outcome((_, response, url) => {
    if (url.pathname === '/start') response.writeHead(302, { location: `http://u:p@${url.host}/second` }).end();
    else response.end('ok');
  });
  expect(result).toBe('200 ok');
  expect(requests[1]?.authorization).toBeUndefined();
});

test('what is too large is refused by what it says, and by what it is', async () => {
  const announced = await outcome((_, response) => {
    response.writeHead(200, { 'content-length': 5_000 });
    response.write('x');
  });
  expect(announced.result).toBe('LB7211');
  const endless = await outcome((_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(500)), 1);
    response.on('close', () => clearInterval(timer));
  });
  expect(endless.result).toBe('LB7211');
});

test('failures that may pass are tried twice more, with longer and longer pauses', async () => {
  const { result, pauses, requests } = await outcome((_, response) => void response.writeHead(503).end());
  expect(result).toBe('503');
  expect(requests).toHaveLength(3);
  expect(pauses).toHaveLength(2);
  expect(pauses[1]).toBeGreaterThan(pauses[0]!);
  let asked = 0;
  const recovered = await outcome((request, response) => {
    if (asked++ < 2) request.socket.destroy();
    else response.end('well again');
  });
  expect(recovered.result).toBe('200 well again');
});

test('a server that wants to be left alone is, within bounds', async () => {
  const busy = (header: string) => (_: unknown, response: Parameters<Handler>[1]) =>
    void response.writeHead(429, { 'retry-after': header }).end();
  expect((await outcome(busy('7'))).pauses).toEqual([7_000, 7_000]);
  const date = new Date(Date.now() + 9_500).toUTCString();
  expect((await outcome(busy(date))).pauses[0]).toBeGreaterThan(5_000);
  const { result, pauses } = await outcome(busy('86400'));
  expect(result).toBe('429');
  expect(pauses).toEqual([]);
});

test.each([400, 401, 403, 404, 418, 501])('status %d is an answer at once', async (status) => {
  const { result, requests } = await outcome((_, response) => void response.writeHead(status).end('<html>'));
  expect(result).toBe(String(status));
  expect(requests).toHaveLength(1);
});

test('an answer that does not end is given up, and so is one that nobody waits for', async () => {
  const silent: Handler = (_, response) => {
    response.writeHead(200);
    response.write('x');
  };
  const late = await outcome(silent, { within: 100 });
  expect(late.result).toBe('LB7203');
  expect(late.requests).toHaveLength(3);
  const controller = new AbortController();
  const gone = await outcome(
    (request, response, url) => {
      void silent(request, response, url);
      setTimeout(() => controller.abort(new Error('gone')), 20);
    },
    { signal: controller.signal },
  );
  expect(gone.result).toBe('Error: gone');
  expect(gone.requests).toHaveLength(1);
});

test('nobody who leaves during a pause is kept', async () => {
  await using server = await startWebServer((_, response) => void response.writeHead(503).end());
  await using transport = openTransport();
  const controller = new AbortController();
  const asking = retrieve(transport, new URL(server.url), { limit: 1, signal: controller.signal });
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('gone'));
  await expect(asking).rejects.toThrow('gone');
  expect(server.requests).toHaveLength(1);
});

test('a connection that nothing takes, and a name that stands for nothing, have numbers of their own', async () => {
  await using transport = openTransport();
  await using server = await startWebServer(() => {});
  const closed = server.url;
  await server[Symbol.asyncDispose]();
  const ask = (url: string) =>
    retrieve(transport, new URL(url), { limit: 1 }, { pause: async () => {} }).catch(
      (error: RegistryError) => error.code,
    );
  expect(await ask(closed)).toBe('LB7202');
  expect(await ask('http://nothing.invalid/')).toBe('LB7201');
  expect(await ask('https://nothing.invalid/')).toBe('LB7201');
});
