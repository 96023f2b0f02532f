import { describe, expect, it } from 'vitest';
import { importCluster, removeCluster, renewKubeconfig, validateCluster } from './clusters-api.ts';

function server(status: number, answer: unknown) {
  const asked: { method: string | undefined; path: string; body: unknown }[] = [];
  const fetch = async (path: string | URL, init?: RequestInit) => {
    asked.push({ method: init?.method, path: String(path), body: JSON.parse(String(init?.body)) });
    return Response.json(answer, { status });
  };
  return { fetch, asked };
}

const CLUSTER = { name: 'eu-1', title: 'Europe – Süd', kubeconfig: 'users: [{name: "日本"}]' };

describe('clusters', () => {
  it('are sent with their kubeconfig in base64 of its UTF-8', async () => {
    const { fetch, asked } = server(201, {});
    await importCluster(fetch, CLUSTER);
    await renewKubeconfig(fetch, 'eu-1', CLUSTER.kubeconfig);
    const kubeconfig = Buffer.from(CLUSTER.kubeconfig).toString('base64');
    expect(asked).toMatchObject([
      {
        method: 'POST',
        path: '/apis/cluster.kubesphere.io/v1alpha1/clusters',
        body: {
          metadata: { name: 'eu-1', annotations: { 'kubesphere.io/alias-name': 'Europe – Süd' } },
          spec: { connection: { type: 'direct', kubeconfig } },
        },
      },
      { method: 'PUT', path: '/kapis/cluster.kubesphere.io/v1alpha1/clusters/eu-1/kubeconfig', body: { kubeconfig } },
    ]);
  });

  it('are removed by their uid, so that one of the same name is left alone', async () => {
    const { fetch, asked } = server(200, {});
    await removeCluster(fetch, 'eu-1', 'u-1');
    expect(asked[0]).toMatchObject({ method: 'DELETE', body: { preconditions: { uid: 'u-1' } } });
  });

  it.each([
    [
      { message: 'The kubeconfig lacks users. Paste another. (LB5122)', reason: 'BadRequest' },
      'LB5122',
      'The kubeconfig lacks users. Paste another.',
    ],
    [
      { message: 'clusters "eu-1" already exists', reason: 'AlreadyExists' },
      'AlreadyExists',
      'clusters "eu-1" already exists',
    ],
    [undefined, 'HTTP 400', ''],
  ])('a refusal %j carries its number', async (answer, code, message) => {
    const { fetch } = server(400, answer ?? null);
    await expect(validateCluster(fetch, CLUSTER)).rejects.toMatchObject({ code, message });
  });
});
