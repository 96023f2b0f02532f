import type { SimulatedRequest, SimulatedResponse, SimulatedServer } from './profile.ts';

const NOTICE = 'simulated by LuBan; no such program runs here';

/** Every answer says in a header that it is simulated. */
export function textResponse(
  status: number,
  body: string | Uint8Array,
  type = 'text/plain; charset=utf-8',
): SimulatedResponse {
  return { status, headers: { 'content-type': type, 'x-simulated-by': 'LuBan' }, body };
}

function jsonResponse(status: number, value: unknown): SimulatedResponse {
  return textResponse(status, `${JSON.stringify(value, null, 2)}\n`, 'application/json');
}

/** What an ordinary application answers: who it is, and what it was asked. */
export async function echo(request: SimulatedRequest, server: SimulatedServer): Promise<SimulatedResponse> {
  const { pathname, search } = new URL(request.url, 'http://server');
  if (/^\/(?:-\/)?(?:health|healthz|ready|readyz|live|livez|healthy|ping)$/.test(pathname)) {
    return textResponse(200, 'ok\n');
  }
  if (pathname === '/actuator/health') return jsonResponse(200, { status: 'UP' });
  if (pathname === '/metrics')
    return textResponse(200, metricsPage(server), 'text/plain; version=0.0.4; charset=utf-8');
  return jsonResponse(200, {
    notice: NOTICE,
    method: request.method,
    path: pathname,
    query: search.slice(1),
    headers: request.headers,
    body: request.body.slice(0, 4096),
    pod: server.pod,
    namespace: server.namespace,
    node: server.node,
    ip: server.ip,
    image: server.image,
    port: server.port,
  });
}

/** A page in the exposition format of Prometheus. */
function metricsPage(server: SimulatedServer): string {
  const minutes = Math.floor(server.now / 60_000);
  return [
    '# HELP simulated_up Always 1: the program is simulated by LuBan.',
    '# TYPE simulated_up gauge',
    `simulated_up{pod="${server.pod}",container="${server.container}"} 1`,
    '# HELP http_requests_total Requests answered.',
    '# TYPE http_requests_total counter',
    `http_requests_total{code="200"} ${(minutes % 100_000) * 37}`,
    `http_requests_total{code="500"} ${(minutes % 100_000) * 2}`,
    '',
  ].join('\n');
}

/** The page that says which server would stand here. */
export function welcomePage(program: string, server: SimulatedServer): string {
  return `<!DOCTYPE html>
<html>
<head>
<title>Welcome to ${program}! (simulated)</title>
</head>
<body>
<h1>Welcome to ${program}!</h1>
<p>This page is <em>simulated by LuBan</em>: no ${program} runs here.</p>
<p>Pod ${server.namespace}/${server.pod} on node ${server.node}, port ${server.port}.</p>
</body>
</html>
`;
}
