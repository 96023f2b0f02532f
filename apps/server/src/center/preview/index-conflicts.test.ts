import type { Conflict } from '@luban/manifest';
import type { Installation, Preview } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { eventually } from '../../test-support/eventually.ts';
import { ENTRY, extensionManifest, PAGE } from '../../test-support/extension-folder.ts';
import { type CenterServer, centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A package with one page, at the path that all of them want. */
const claiming = (name: string, version = '1.0.0') => {
  const files = { 'entry.js': ENTRY, 'assets/page.js': PAGE, 'assets/page.css': '' };
  const ui = extensionManifest({ name, version }, files);
  ui.contributes.routes![0]!.path = 'tides';
  const packed = Object.fromEntries(Object.entries(files).map(([file, content]) => [`ui/${file}`, content]));
  return { name, version, ui, files: packed };
};

async function install({ upload, version, post, ask }: CenterServer, name: string): Promise<void> {
  await upload(claiming(name));
  const { permissions } = await version(name, '1.0.0');
  expect((await post(`${name}/install`, { version: '1.0.0', consent: permissions.digest })).statusCode).toBe(202);
  await eventually(async () => {
    const found = (await ask('GET', `/api/center/installations/${name}`)).json<Installation>();
    expect(found.runs[0]?.state).toBe('done');
  });
}

test('what an administrator has chosen counts in previews as in the index, and is no problem any more', async () => {
  const server = await centerServer();
  const { ask, post, upload } = server;
  for (const name of ['buoy', 'tide']) await install(server, name);
  const conflicts = async () => (await ask('GET', '/api/extensions')).json<{ conflicts: Conflict[] }>().conflicts;
  const claim = await eventually(async () => {
    const [found] = await conflicts();
    expect(found).toMatchObject({ winner: { extension: 'buoy' }, loser: { extension: 'tide' } });
    return found!;
  });
  const winnersSaid = async (name: string) => {
    const { problems } = (await ask('GET', `/api/center/installations/${name}`)).json<Installation>();
    return problems.filter(({ code }) => code === 'LB2010').map(({ params }) => params.winner);
  };
  const winnersPreviewed = async (version: string) => {
    const response = await post('buoy/preview', { version });
    expect(response.statusCode, response.body).toBe(200);
    const found = response.json<Preview>().conflicts.filter(({ code }) => code === 'LB2010');
    return [...new Set(found.map(({ params }) => params.winner))];
  };
  await upload(claiming('buoy', '1.1.0'));
  expect(await winnersPreviewed('1.1.0')).toEqual(['buoy']);
  await eventually(async () => expect(await winnersSaid('tide')).toEqual(['buoy']));

  const { kind, subject } = claim;
  const choose = (winner: string | null) =>
    ask('PUT', '/api/extension-conflicts', { payload: { kind, subject, winner } });
  expect((await choose('tide')).statusCode).toBe(204);
  await eventually(async () => {
    expect(await conflicts()).toMatchObject([{ winner: { extension: 'tide' } }]);
    // What is as somebody wants it is no problem.
    for (const name of ['buoy', 'tide']) expect([name, await winnersSaid(name)]).toEqual([name, []]);
  });
  expect(await winnersPreviewed('1.1.0')).toEqual(['tide']);

  expect((await choose(null)).statusCode).toBe(204);
  await eventually(async () => expect(await winnersSaid('tide')).toEqual(['buoy']));
  expect(await winnersPreviewed('1.1.0')).toEqual(['buoy']);
});
