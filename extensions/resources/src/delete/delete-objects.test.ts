import { expect, it } from 'vitest';
import { deleteObjects } from './delete-objects.ts';

const KIND = { group: 'apps', version: 'v1', resource: 'deployments' };
const objects = Array.from({ length: 20 }, (_, index) => ({
  key: `u-${index}`,
  name: `d-${index}`,
  namespace: 'shop',
}));

it('deletes each object by its uid, few at once, and tells which failed and why', async () => {
  let running = 0;
  let most = 0;
  const bodies: Record<string, { propagationPolicy: string; preconditions: { uid: string } }> = {};
  const fetch = async (path: string | URL, init?: RequestInit) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    const name = String(path).split('/').at(-1) ?? '';
    bodies[name] = JSON.parse(String(init?.body));
    const status = name === 'd-3' ? 409 : name === 'd-5' ? 404 : name === 'd-7' ? 403 : 200;
    return Response.json({ kind: 'Status', message: 'm', reason: 'r' }, { status });
  };
  const { deleted, failed } = await deleteObjects(fetch, { cluster: 'host', kind: KIND, objects }, 'Foreground');
  expect(deleted).toHaveLength(18);
  // What is gone already needs no deleting.
  expect(deleted).toContain('u-5');
  expect(failed.map(({ object }) => object.name).sort()).toEqual(['d-3', 'd-7']);
  expect(bodies['d-0']).toMatchObject({ propagationPolicy: 'Foreground', preconditions: { uid: 'u-0' } });
  expect(most).toBeLessThanOrEqual(6);
});

it('asks for the very path of an object, whatever its name holds', async () => {
  const asked: string[] = [];
  const fetch = async (path: string | URL) => {
    asked.push(String(path));
    return Response.json({});
  };
  const odd = [{ key: 'u', name: 'system:a/../b', namespace: undefined }];
  const kind = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' };
  await deleteObjects(fetch, { cluster: 'eu 1', kind, objects: odd }, 'Background');
  expect(asked).toEqual(['/clusters/eu%201/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Aa%2F..%2Fb']);
});
