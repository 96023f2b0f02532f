import type { CenterChange } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { eventually } from '../../test-support/eventually.ts';
import { writeCategory, writeExtensionObjects } from '../testing/center-objects.ts';
import { centerServer } from '../testing/center-server.ts';
import { type EventReader, readEvents } from '../testing/read-events.ts';

vi.setConfig({ testTimeout: 60_000 });

const changes = ({ events }: EventReader) =>
  events.flatMap(({ event, data }) => (event === 'change' ? [data as CenterChange] : []));
const named = (reader: EventReader) => new Set(changes(reader).flatMap(({ extensions }) => extensions));

test('changes are told together, once more to who comes back, and no longer to who has signed out', async () => {
  const { listen, cookie, cluster, ask } = await centerServer();
  const { client } = cluster.api;
  const url = `${await listen()}/api/center/events`;
  const reader = await readEvents(url, { cookie });
  await eventually(() => expect(reader.events[0]).toMatchObject({ event: 'hello', id: expect.any(String) }));
  await Promise.all(
    ['tide', 'buoy', 'crab'].map((name) => writeExtensionObjects(client, { name, versions: ['1.0.0'] })),
  );
  await writeCategory(client, 'tidal', { en: 'Tidal' });
  await eventually(() => {
    expect([...named(reader)]).toEqual(expect.arrayContaining(['tide', 'buoy', 'crab']));
    expect(changes(reader).some(({ catalogue }) => catalogue)).toBe(true);
  });
  const seen = reader.events.at(-1)!.id!;
  reader.close();

  await writeExtensionObjects(client, { name: 'dolphin', versions: ['1.0.0'] });
  const back = await readEvents(url, { cookie, 'last-event-id': seen });
  await eventually(() => expect([...named(back)]).toContain('dolphin'));
  expect(changes(back).some(({ all }) => all)).toBe(false);
  const stranger = await readEvents(url, { cookie, 'last-event-id': 'otherone.7' });
  await eventually(() =>
    expect(changes(stranger)[0]).toMatchObject({ all: true, catalogue: true, repositories: true }),
  );

  await ask('DELETE', '/api/session');
  await Promise.all([back.ended, stranger.ended]);
});

test('who may not see extensions any more is told nothing more', async () => {
  const { listen, cluster, person } = await centerServer();
  const { client } = cluster.api;
  const ask = await person('vera', [{ apiGroups: ['kubesphere.io'], resources: ['extensions'], verbs: ['list'] }]);
  const { headers } = await ask('GET', '/api/session');
  expect(headers['content-type']).toContain('json');
  const signedIn = await ask('POST', '/api/session', { payload: { username: 'vera', password: 'test password' } });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const reader = await readEvents(`${await listen()}/api/center/events`, { cookie });
  await eventually(() => expect(reader.events).toHaveLength(1));
  await client.delete({
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    resource: 'clusterrolebindings',
    name: 'test-vera',
  });
  await reader.ended;
});

test('the log of an installation begins with what there is, ends with the run, and goes on where somebody was', async () => {
  const { listen, cookie, upload, version, post, ask } = await centerServer();
  await upload({ name: 'tide', version: '1.0.0', ui: true });
  const url = `${await listen()}/api/center/installations/tide/log`;
  expect((await ask('GET', '/api/center/installations/tide/log')).statusCode).toBe(404);
  const { permissions } = await version('tide', '1.0.0');
  await post('tide/install', { version: '1.0.0', consent: permissions.digest });
  await eventually(async () => {
    const { runs } = (await ask('GET', '/api/center/installations/tide')).json();
    expect(runs[0]?.state).toBe('done');
  });
  const first = await readEvents(url, { cookie });
  await first.ended;
  const lines = first.events.filter(({ event }) => event === 'line');
  expect(first.events[0]).toMatchObject({ event: 'start', data: { run: expect.any(String), from: 0 } });
  expect(lines.length).toBeGreaterThan(0);
  expect(first.events.at(-1)).toMatchObject({ event: 'end' });

  const again = await readEvents(url, { cookie, 'last-event-id': lines[0]!.id! });
  await again.ended;
  expect(again.events.filter(({ event }) => event === 'line')).toEqual(lines.slice(1));
  const other = await readEvents(url, { cookie, 'last-event-id': 'another-run.1' });
  await other.ended;
  expect(other.events.filter(({ event }) => event === 'line')).toEqual(lines);
});
