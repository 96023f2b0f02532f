import { expect, test } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { refused, tide } from '../testing/tide-proxy.ts';

test('a backend says nothing for the whole origin, and its pages do nothing on it', async () => {
  const { proxy, ask, backend } = await tide();
  backend.answer = ({ url }, response) => {
    if (url?.includes('bare')) return void response.end('<script>alert(1)</script>');
    response.writeHead(200, {
      'content-type': 'text/html',
      'set-cookie': ['luban_session=stolen', 'b=c'],
      'clear-site-data': '"*"',
      'service-worker-allowed': '/',
      'access-control-allow-origin': '*',
      'content-security-policy': "default-src 'self' 'unsafe-inline'",
      'x-frame-options': 'ALLOWALL',
      'strict-transport-security': 'max-age=1',
      'www-authenticate': 'Basic',
      refresh: '0; url=http://evil.example',
      connection: 'close, x-hop',
      'x-hop': '1',
    });
    response.end('<script>alert(1)</script>');
  };
  await proxy();
  const { headers } = await ask('/proxy/tide/a');
  for (const name of [
    'set-cookie',
    'clear-site-data',
    'service-worker-allowed',
    'access-control-allow-origin',
    'strict-transport-security',
    'www-authenticate',
    'refresh',
    'x-hop',
  ]) {
    expect(headers.get(name), name).toBeNull();
  }
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox, default-src 'self'/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect((await ask('/proxy/tide/bare')).headers.get('content-type')).toBe('application/octet-stream');
  const asPart = async (destination: string) =>
    (await ask('/proxy/tide/a', { headers: { 'sec-fetch-dest': destination } })).status;
  for (const part of ['script', 'iframe', 'worker', 'serviceworker', 'object', 'style'])
    expect(await asPart(part)).toBe(403);
  for (const data of ['empty', 'image', 'document']) expect(await asPart(data)).toBe(200);
  await proxy({}, { metadata: { annotations: { 'luban.dev/same-origin': 'true' } } });
  const trusted = (await ask('/proxy/tide/a')).headers;
  expect(trusted.get('content-security-policy')).toBe("frame-ancestors 'self', default-src 'self' 'unsafe-inline'");
  expect(trusted.get('set-cookie')).toBeNull();
  expect(trusted.get('x-frame-options')).toBeNull();
  expect(await asPart('iframe')).toBe(200);
});

test('directives do not say what a backend may not say', async () => {
  const { proxy, ask, backend } = await tide();
  backend.answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>');
  const headerDown = [
    'Set-Cookie luban_session={query.session}',
    '+Set-Cookie a=b',
    '-Content-Security-Policy',
    '-X-*',
    'X-Content-Type-Options none',
    'Access-Control-Allow-Origin *',
    'Clear-Site-Data {query.session}',
    'Service-Worker-Allowed /',
    'X-Tide high',
  ];
  for (const metadata of [{}, { annotations: { 'luban.dev/same-origin': 'true' } }]) {
    await proxy({ headerDown }, { metadata });
    const { headers } = await ask('/proxy/tide/a?session=chosen');
    for (const name of ['set-cookie', 'access-control-allow-origin', 'clear-site-data', 'service-worker-allowed']) {
      expect(headers.get(name), name).toBeNull();
    }
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-tide')).toBe('high');
  }
  await proxy({ headerDown: ['Content-Security-Policy none'] });
  expect((await ask('/proxy/tide/a')).headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox/);
});

test('other settings of TLS hold at once', async () => {
  const { host, apply, ask } = await tide();
  const { server, ca } = host.api.pki;
  const backend = await startBackend({ key: server.key, cert: server.certificate });
  const proxy = (upstream: object) =>
    apply('ReverseProxy', 'tide', {
      spec: { matcher: { path: '/proxy/tide/*' }, upstream: { url: backend.url, ...upstream } },
    });
  await proxy({});
  expect(await refused(await ask('/proxy/tide/a'))).toMatchObject({
    status: 503,
    body: { message: expect.stringContaining('LB5405') },
  });
  await proxy({ caBundle: Buffer.from(ca).toString('base64') });
  expect((await ask('/proxy/tide/a')).status).toBe(200);
  await proxy({});
  expect((await ask('/proxy/tide/a')).status).toBe(503);
  await proxy({ insecureSkipVerify: true });
  expect((await ask('/proxy/tide/a')).status).toBe(200);
});

test('addresses of the gateway’s own are out of bounds', async () => {
  const { apply, ask } = await tide({ allowHosts: ['127.0.0.1:1'] });
  const { port } = await startBackend();
  for (const url of [
    `http://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://[::1]:${port}`,
    `http://2130706433:${port}`,
    `http://0x7f.1:${port}`,
    `http://[::ffff:127.0.0.1]:${port}`,
    `http://0.0.0.0:${port}`,
    'http://169.254.169.254',
    'http://[fe80::1]',
    'http://10.0.0.1',
    'http://192.168.0.1',
    'http://100.100.100.200',
    'http://[fd00:ec2::254]',
  ]) {
    await apply('ReverseProxy', 'tide', { spec: { matcher: { path: '/proxy/tide/*' }, upstream: { url } } });
    expect(await refused(await ask('/proxy/tide/latest/meta-data')), url).toMatchObject({
      status: 503,
      body: { message: expect.stringMatching(/LUBAN_ALLOW_HOSTS.*LB5404/) },
    });
  }
  for (const url of [
    'file:///etc/passwd',
    'ftp://example.com',
    'http://user:secret@example.com',
    'gopher://x',
    'http:///',
    'x',
  ]) {
    await apply('ReverseProxy', 'tide', { spec: { matcher: { path: '/proxy/tide/*' }, upstream: { url } } });
    expect(await refused(await ask('/proxy/tide/a')), url).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('LB5403') },
    });
  }
});
