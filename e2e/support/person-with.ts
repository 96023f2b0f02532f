import { expect, vi } from 'vitest';
import { type Api, signedInApi } from './api.ts';
import type { Product } from './product.ts';

/** Somebody with a role of the platform that has these rules alone, signed in. */
export async function personWith(product: Product, name: string, rules: readonly object[]): Promise<Api> {
  const iam = (kind: string, part: object) => ({
    ...{ apiVersion: 'iam.kubesphere.io/v1beta1', kind, metadata: { name } },
    ...part,
  });
  const create = async (resource: string, object: object) => {
    const response = await product.api.request('POST', `/apis/iam.kubesphere.io/v1beta1/${resource}`, object);
    expect([resource, response.status]).toEqual([resource, 201]);
  };
  const password = `password-of-${name}-1`;
  await create('users', iam('User', { spec: { email: `${name}@harbour.example`, password } }));
  await create('globalroles', iam('GlobalRole', { rules }));
  const roleRef = { apiGroup: 'iam.kubesphere.io', kind: 'GlobalRole', name };
  await create('globalrolebindings', iam('GlobalRoleBinding', { roleRef, subjects: [{ kind: 'User', name }] }));
  return vi.waitFor(() => signedInApi(product.url, { username: name, password }), { timeout: 20_000, interval: 200 });
}
