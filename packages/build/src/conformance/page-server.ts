import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The console's policy. */
const POLICY = [
  "default-src 'none'",
  "frame-src 'self'",
  "script-src 'self' 'nonce-fixed'",
  "style-src 'self' 'nonce-fixed'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Conformance</title>
<script type="importmap" nonce="fixed">{}</script><script type="module" src="/host/main.js"></script></head><body></body></html>`;

export interface PageServer extends AsyncDisposable {
  origin: string;
}

/**
 * Serves a page under the console's content security policy, and files below `/<mount>/`. Below `/tampered/<file>/…` the
 * named file comes with an assignment to a global that shows whether it was evaluated, or with a rule in a style sheet.
 */
export async function servePages(folders: Readonly<Record<string, string>>): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', POLICY);
      response.end(PAGE);
      return;
    }
    const tampered = /^\/tampered\/([^/]+)(\/.*)$/.exec(pathname);
    const [, mount = '', file = ''] = /^\/([^/]+)\/(.*)$/.exec(tampered?.[2] ?? pathname) ?? [];
    const content = await readFile(path.join(folders[mount] ?? '/nonexistent', file)).catch(() => undefined);
    if (!content) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    const spoilt = tampered && decodeURIComponent(tampered[1] ?? '') === file;
    response.end(spoilt ? Buffer.concat([content, Buffer.from(spoiler(file))]) : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function spoiler(file: string): string {
  return file.endsWith('.css') ? '\nbody { --tampered: 1 }' : '\nglobalThis.tampered = true;';
}
