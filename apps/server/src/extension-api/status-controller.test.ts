import type { KubeObject } from '@luban/kube';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, onTestFinished, test } from 'vitest';
import { installPlatformDefinitions } from '../kube/platform-definitions/install-platform-definitions.ts';
import { EXTENSION_KINDS } from './extension-object.ts';
import { ExtensionObjects } from './extension-objects.ts';
import { StatusController } from './status-controller.ts';
import { countingClient } from './testing/counting-client.ts';
import { eventually } from './testing/eventually.ts';

async function controlled() {
  const api = await startTestApi();
  onTestFinished(() => api[Symbol.asyncDispose]());
  await installPlatformDefinitions(api.client);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const objects = new ExtensionObjects({ client: api.client, onError });
  onTestFinished(() => objects[Symbol.dispose]());
  await objects.start();
  const { client, asked } = countingClient(api);
  const controller = new StatusController({ client, objects, onError });
  onTestFinished(() => controller[Symbol.asyncDispose]());
  const create = (name: string, rest: object = {}) =>
    api.client.create(EXTENSION_KINDS.APIService, {
      apiVersion: 'extensions.kubesphere.io/v1alpha1',
      kind: 'APIService',
      metadata: { name },
      spec: { group: 'tide.example', version: 'v1', url: 'http://tide.example' },
      ...rest,
    } as KubeObject);
  const status = async (name: string) =>
    (await api.client.get<KubeObject>({ ...EXTENSION_KINDS.APIService, name })).status as
      | { state?: string; conditions?: { type: string; lastTransitionTime?: string }[] }
      | undefined;
  return { api, controller, create, status, asked, errors };
}

test('a state is filled in where there is none, and what is as it should be is left alone', async () => {
  const { create, status, asked, errors } = await controlled();
  await create('a');
  await eventually(async () => expect(await status('a')).toEqual({ state: 'Available' }));
  await create('b', {
    spec: { group: 'b.example', version: 'v1', url: 'http://b.example' },
    status: { state: 'Disabled' },
  });
  await create('c', { spec: { group: 'c.example', version: 'v1', url: 'http://c.example' } });
  await eventually(async () => expect(await status('c')).toEqual({ state: 'Available' }));
  expect(await status('b')).toEqual({ state: 'Disabled' });
  expect(asked.filter((line) => line.endsWith('/b'))).toEqual([]);
  expect(asked).toHaveLength(2);
  expect(errors).toEqual([]);
});

test('conditions of others stay, and one that lasts keeps its time', async () => {
  const { api, create, status } = await controlled();
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Mine',
    message: 'well',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  };
  await create('a', {
    status: { state: 'Available', conditions: [ready] },
    spec: { group: 'tide.example', version: 'v1' },
  });
  await eventually(async () =>
    expect((await status('a'))?.conditions?.map(({ type }) => type)).toEqual(['Ready', 'Invalid']),
  );
  const before = (await status('a'))!.conditions!;
  expect(before[0]).toEqual(ready);
  const patch = (spec: object) => api.client.patch({ ...EXTENSION_KINDS.APIService, name: 'a' }, 'merge', { spec });
  await patch({ url: 'ftp://x' });
  await eventually(async () => expect((await status('a'))?.conditions).not.toEqual(before));
  expect((await status('a'))?.conditions?.[1]?.lastTransitionTime).toBe(before[1]?.lastTransitionTime);
  await patch({ url: 'http://tide.example' });
  await eventually(async () => expect((await status('a'))?.conditions).toEqual([ready]));
});

test('who writes at the same time is not overwritten', async () => {
  const { api, create, status, errors } = await controlled();
  await create('a');
  for (let i = 0; i < 20; i++) {
    await api.client.patch({ ...EXTENSION_KINDS.APIService, name: 'a' }, 'merge', {
      status: { state: i % 2 === 0 ? 'Disabled' : 'Available' },
      spec: { url: i % 3 === 0 ? 'x' : 'http://tide.example' },
    });
  }
  await eventually(async () => expect((await status('a'))?.conditions ?? []).toEqual([]));
  expect(await status('a')).toMatchObject({ state: 'Available' });
  expect(errors).toEqual([]);
});
