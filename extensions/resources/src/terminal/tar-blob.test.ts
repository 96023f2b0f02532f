import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { chosenItems } from './dropped-files.ts';
import { tarBlob } from './tar-blob.ts';

test('a folder becomes an archive that others read, with long names and any letters', async () => {
  const files = [
    { path: 'top/汉字 $(x).txt', file: new Blob(['content']) },
    { path: `top/${'long/'.repeat(30)}end`, file: new Blob([new Uint8Array(1_024)]) },
    { path: 'top/empty', file: new Blob([]) },
    { path: `top/${'x'.repeat(507)}`, file: new Blob(['1']) },
  ];
  const reader = extract();
  reader.end(Buffer.from(await tarBlob(files).arrayBuffer()));
  const read: [string, number][] = [];
  for await (const entry of reader) {
    read.push([entry.header.name, entry.header.size]);
    entry.resume();
  }
  expect(read).toEqual(files.map(({ path, file }) => [path, file.size]));
});

test('chosen files are sent one by one, those of a folder together', () => {
  const file = (name: string, path = '') => Object.assign(new File(['x'], name), { webkitRelativePath: path });
  const items = chosenItems([file('a'), file('b', 'dir/b'), file('c', 'dir/sub/c')]);
  expect(items).toMatchObject([
    { kind: 'file', name: 'a' },
    { kind: 'folder', name: 'dir', files: [{ path: 'dir/b' }, { path: 'dir/sub/c' }] },
  ]);
});
