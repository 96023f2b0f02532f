import type { Catalogue } from '@luban/manifest/center-api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import { EXTENSION_VERSIONS, EXTENSIONS } from '../../catalogue/objects.ts';
import { Platform } from '../../catalogue/platform.ts';
import type { ExtensionSource } from '../../extensions/extension-source.ts';
import { eventually } from '../../test-support/eventually.ts';
import { testCluster } from '../../test-support/test-clusters.ts';
import { Center } from '../center.ts';
import { writeExtensionObjects } from '../testing/center-objects.ts';
import { CatalogueText } from './catalogue-text.ts';

vi.setConfig({ testTimeout: 30_000 });

/** Of a server that has no interfaces in force. */
const NO_INTERFACES: Pick<ExtensionSource, 'list' | 'watch'> = {
  list: () => ({ extensions: [], skipped: [] }),
  watch: () => ({ [Symbol.dispose]() {} }),
};

test('of many extensions, only the card that changed is written anew', async () => {
  const { api } = await testCluster();
  const { client } = api;
  const onError = (error: unknown) => {
    throw error;
  };
  const objects = await CatalogueObjects.open(client, onError);
  const platform = await Platform.open({ client, lubanVersion: '0.1.0', onError });
  const center = new Center({ objects, platform, source: NO_INTERFACES as ExtensionSource });
  const text = new CatalogueText({ center, objects, platform });
  onTestFinished(async () => {
    text[Symbol.dispose]();
    center[Symbol.dispose]();
    platform[Symbol.dispose]();
    await objects[Symbol.asyncDispose]();
  });
  const names = Array.from({ length: 30 }, (_, i) => `tide-${i}`);
  await Promise.all(names.map((name) => writeExtensionObjects(client, { name, versions: ['1.0.0', '1.1.0'] })));
  const read = () => JSON.parse(text.compose(true).json) as Catalogue;
  await eventually(() => {
    expect(read().extensions).toHaveLength(30);
    expect(read().extensions.every(({ latestVersion }) => latestVersion === '1.1.0')).toBe(true);
  });

  const made = vi.spyOn(center, 'card');
  const before = text.compose(true);
  expect(text.compose(true)).toBe(before);
  expect(text.compose(false).etag).not.toBe(before.etag);
  expect(made).not.toHaveBeenCalled();
  await client.patch({ ...EXTENSIONS, name: 'tide-7' }, 'merge', { spec: { displayName: { en: 'Neap' } } });
  await eventually(() => expect(read().extensions.find(({ name }) => name === 'tide-7')?.displayName.en).toBe('Neap'));
  expect(new Set(made.mock.calls.flat())).toEqual(new Set(['tide-7']));
  expect(text.compose(true).etag).not.toBe(before.etag);
  for (const version of ['1.0.0', '1.1.0']) await client.delete({ ...EXTENSION_VERSIONS, name: `tide-8-${version}` });
  await eventually(() => expect(read().extensions).toHaveLength(29));
  const packed = await text.compose(true).packed('br');
  expect(packed.length).toBeLessThan(text.compose(true).json.length / 4);
});
