import { expect, test } from 'vitest';
import { http1Client, http2Client } from '../conformance/testing/wire-client.ts';
import { startTestApi } from '../testing.ts';

test('lists that are sent at the same time do not mix, also when clients leave in the middle', async () => {
  await using api = await startTestApi({ listens: true });
  const letters = ['a', 'b', 'c', 'd'];
  for (const letter of letters) {
    const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
    for (const part of ['1', '2', '3']) {
      const metadata = { name: `${letter}-${part}`, labels: { letter } };
      const data = { text: letter.repeat(200_000) };
      await api.client.create(ref, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    }
  }
  const path = (letter: string) => `/api/v1/namespaces/default/configmaps?labelSelector=letter%3D${letter}`;
  await using http1 = http1Client(api);
  await using http2 = http2Client(api);
  const list = async (letter: string, by: typeof http1) => {
    const answer = await by.send(path(letter));
    expect(answer.headers['content-length']).toBe(String(answer.text.length));
    const { items } = answer.body as unknown as { items: { data: { text: string } }[] };
    expect(items.map(({ data }) => data.text === letter.repeat(200_000))).toEqual([true, true, true]);
  };
  for (let round = 0; round < 10; round++) {
    const leaving = letters.map((letter) => {
      const stream = http2.session.request({ ':path': path(letter) });
      stream.on('error', () => {});
      stream.once('data', () => stream.destroy());
      stream.resume();
      return new Promise((resolve) => stream.once('close', resolve));
    });
    await Promise.all([
      ...leaving,
      ...[...letters, ...letters].flatMap((letter) => [list(letter, http1), list(letter, http2)]),
    ]);
  }
  expect(api.errors).toEqual([]);
});
