import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectRef } from '@luban/manifest/center-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { INSTALL_PLANS } from '../../catalogue/objects.ts';
import { HOST } from '../../clusters/cluster-object.ts';
import { recordOf, textOf } from '../../extension-api/json.ts';
import { identityOf } from '../../identity/identity.ts';
import type { Installations } from '../../installation/installations.ts';
import { Refusal } from '../../refusal.ts';
import { RequestBody, wrong } from '../actions/request-body.ts';
import type { CenterRights } from '../center-rights.ts';
import { nameFrom } from '../parameters.ts';
import { type Item, keyOf, type RemainsRights } from './remains-rights.ts';

export interface RemainsRoutesOptions {
  installations: Installations;
  rights: CenterRights;
  remains: RemainsRights;
}

/** Milliseconds that a change waits until it comes back from the cluster. */
const COMES_BACK = 3_000;

type Named = { Params: { name: string } };

/** What an uninstallation has left behind: to be deleted, or forgotten. */
export function registerRemainsRoutes(app: FastifyInstance, options: RemainsRoutesOptions): void {
  const { installations, rights, remains } = options;

  const open = async (request: FastifyRequest<Named>, verb: string): Promise<string> => {
    const name = nameFrom(request.params.name);
    const { group, version, resource } = INSTALL_PLANS;
    request.auditNote = { cluster: HOST, group, version, resource, name, verb, subresource: 'remains' };
    await rights.requirePlan(identityOf(request), 'delete', name);
    if (installations.journal(name)?.remains === undefined) throw new Refusal(404, 'LB7618', { extension: name });
    return name;
  };

  /** Waits, not for long, until it shows: whoever asks next must not read what was before. */
  const known = async (name: string, shows: () => boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    using _watching = installations.watch((changed) => void (changed === name && shows() && resolve()));
    if (!shows()) await Promise.race([promise, sleep(COMES_BACK, undefined, { ref: false })]);
  };

  app.post<Named>('/api/center/remains/:name/purge', async (request, reply) => {
    const name = await open(request, 'purge');
    const asked = new RequestBody(request.body).list('items').map(itemIn);
    // As they were reported: nothing else may be named.
    const left = new Map(installations.journal(name)!.remains!.items.map((item) => [keyOf(item), item]));
    const items = asked.flatMap((item) => left.get(keyOf(item)) ?? []);
    if (items.length === 0) throw wrong('items', 'nothing that remains is named in it');
    const { allowed, refused } = await remains.divide(identityOf(request), items);
    const failed = allowed.length === 0 ? [] : await installations.purge(name, allowed);
    const kept = new Set([...refused, ...failed].map(({ item }) => item.name));
    const gone = new Set(allowed.filter((item) => !kept.has(item.name)).map(keyOf));
    await known(name, () => !(installations.journal(name)?.remains?.items ?? []).some((item) => gone.has(keyOf(item))));
    request.log.info({ extension: name, objects: allowed.length, user: identityOf(request).name }, 'purge');
    return reply.header('cache-control', 'no-store').send({ failed: [...refused, ...failed] });
  });

  app.delete<Named>('/api/center/remains/:name', async (request, reply) => {
    const name = await open(request, 'dismiss');
    await installations.dismiss(name);
    await known(name, () => installations.journal(name)?.remains === undefined);
    return reply.code(204).send();
  });
}

function itemIn(value: unknown): Item {
  const { cluster, apiVersion, kind, namespace, name } = recordOf(value);
  const [at, version, of, called] = [textOf(cluster), textOf(apiVersion), textOf(kind), textOf(name)];
  if (at === undefined || version === undefined || of === undefined || called === undefined) {
    throw wrong('items', 'an object in it has no cluster, apiVersion, kind or name');
  }
  const item: ObjectRef = { apiVersion: version, kind: of, name: called };
  return { ...item, cluster: at, ...(textOf(namespace) && { namespace: textOf(namespace) }) };
}
