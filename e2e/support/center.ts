/** The Extensions Center by HTTP, for what a test needs to be there before somebody looks at it. */
import type { Installation } from '@luban/manifest/center-api';
import { expect, vi } from 'vitest';
import type { Api } from './api.ts';
import type { Product } from './product.ts';

/** A machine that has other things to do takes its time. */
const SOON = { timeout: 60_000, interval: 100 };

/** Takes a package into the catalogue. */
export async function upload(api: Api, archive: Uint8Array): Promise<void> {
  const response = await api.request('POST', '/api/center/packages', Buffer.from(archive));
  expect(response.status, await response.clone().text()).toBe(201);
}

/** Digest of what a version asks for. */
export function rightsDigest(api: Api, name: string, version: string): Promise<string> {
  return vi.waitFor(async () => {
    const response = await api.request('GET', `/api/center/extensions/${name}/versions/${version}`);
    expect(response.status).toBe(200);
    return ((await response.json()) as { permissions: { digest: string } }).permissions.digest;
  }, SOON);
}

/** Installs a version, and agrees to what it asks for. */
export async function install(api: Api, name: string, version = '1.0.0', more: object = {}): Promise<void> {
  const consent = await rightsDigest(api, name, version);
  const body = { version, consent, ...more };
  const response = await api.request('POST', `/api/center/extensions/${name}/install`, body);
  expect(response.status, await response.clone().text()).toBe(202);
  await installed(api, name, { version });
}

export async function installation(api: Api, name: string): Promise<Installation> {
  const response = await api.request('GET', `/api/center/installations/${name}`);
  return (await response.json()) as Installation;
}

/** Waits until an installation is as wanted, and nothing is under way with it. */
export function installed(api: Api, name: string, wanted: object): Promise<Installation> {
  return vi.waitFor(async () => {
    const found = await installation(api, name);
    expect(found).toMatchObject({ state: 'Installed', ...wanted });
    expect(found.runs[0]?.state).toBe('done');
    return found;
  }, SOON);
}

/** Changes a plan as somebody does who does not use the console. */
export async function patchPlan({ url, api }: Product, name: string, patch: object): Promise<void> {
  const response = await fetch(`${url}/apis/kubesphere.io/v1alpha1/installplans/${name}`, {
    method: 'PATCH',
    headers: { origin: url, cookie: api.cookie, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(patch),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}
