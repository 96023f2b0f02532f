import { KubeClient } from '@luban/kube/client';
import type { TestApi } from '@luban/kube-apiserver/testing';

/** A client that keeps count of what it asks for. */
export function countingClient(api: TestApi): { client: KubeClient; asked: string[] } {
  const asked: string[] = [];
  const send = api.server.transport();
  const client = new KubeClient((request) => {
    asked.push(`${request.method} ${request.path}`);
    return send(request);
  });
  return { client, asked };
}
