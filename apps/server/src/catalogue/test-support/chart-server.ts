import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestPackage, testPackage } from '@luban/extension-package/testing';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';

/** A real Helm repository on loopback, which can be told to misbehave. */
export interface ChartServer {
  /** `http://127.0.0.1:40123/deep/charts` */
  url: string;
  /** `127.0.0.1:40123`, for the hosts that are allowed. */
  host: string;
  /** Archives by `<name>-<version>`. */
  readonly charts: Map<string, Uint8Array>;
  /** Paths of the requests so far. */
  readonly requests: string[];
  /** What a chart, or `index.yaml`, answers instead: a status, or nothing at all for `hang`. */
  readonly faults: Map<string, number | 'hang'>;
  /** Whether the index names digests. Default: true. */
  digests: boolean;
  /** Credentials as `name:password` that are asked for. */
  auth: string | undefined;
  add(...packages: TestPackage[]): void;
}

export async function chartServer(...packages: TestPackage[]): Promise<ChartServer> {
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!.replace(/^\/deep\/charts\//, '');
    test.requests.push(path);
    const fault = test.faults.get(path.replace(/\.tgz$/, ''));
    if (fault === 'hang') return void hanging.add(response);
    if (fault !== undefined) return void response.writeHead(fault).end();
    const expected = test.auth && `Basic ${Buffer.from(test.auth).toString('base64')}`;
    if (expected !== undefined && request.headers.authorization !== expected) return void response.writeHead(401).end();
    const chart = test.charts.get(path.replace(/\.tgz$/, ''));
    const content = path === 'index.yaml' ? indexOf(test) : chart;
    if (content === undefined) return void response.writeHead(404).end();
    response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const response of hanging) response.destroy();
    server.close();
    server.closeAllConnections();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const test: ChartServer = {
    ...{ url: `http://${host}/deep/charts`, host, charts: new Map(), requests: [], faults: new Map() },
    ...{ digests: true, auth: undefined },
    add(...more) {
      for (const one of more) {
        const { name = 'tide-clock', version = '1.0.0' } = one;
        test.charts.set(`${name}-${version}`, testPackage(one));
      }
    },
  };
  test.add(...packages);
  return test;
}

function indexOf({ charts, digests }: ChartServer): string {
  const entries: Record<string, object[]> = {};
  for (const [id, archive] of charts) {
    const [, name = '', version = ''] = /^(.+?)-(\d.*)$/.exec(id) ?? [];
    entries[name] ??= [];
    entries[name].push({
      ...{ apiVersion: 'v2', name, version, urls: [`${id}.tgz`] },
      ...(digests && { digest: createHash('sha256').update(archive).digest('hex') }),
    });
  }
  return stringify({ apiVersion: 'v1', entries });
}
