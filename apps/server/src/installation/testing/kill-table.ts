import { isStatusError, type KubeObject } from '@luban/kube';
import { expect } from 'vitest';
import { EXTENSION_VERSIONS, EXTENSIONS, INSTALL_PLANS, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import { UI_BUNDLES, type UIBundleObject } from '../../extensions/ui-bundle-object.ts';
import { OWN_NAMESPACE } from '../../kube/own-namespace.ts';
import { eventually } from '../../test-support/eventually.ts';
import { CONFIG_MAPS } from '../journal-object.ts';
import { type InstallationWorld, installationWorld } from './installation-world.ts';
import { type MortalServer, mortalServer } from './mortal-server.ts';

export interface KillCase {
  /** Brings the extension to where the work begins, with a server that lives. */
  before(world: InstallationWorld, name: string): Promise<void>;
  /** Says what is to be done, as a person does. */
  begin(world: InstallationWorld, name: string): Promise<void>;
  /** Throws until the work is done, or undone, as it ought to be in the end. */
  ends(world: InstallationWorld, name: string): Promise<void>;
  /** What works afterwards. */
  retry?(world: InstallationWorld, name: string): Promise<void>;
}

const CHARTS = { server: { tags: ['extension'] }, collector: { tags: ['agent'] } };

/** In force of an extension, everywhere. */
export async function inForce({ kubectl, helm }: InstallationWorld, name: string) {
  const bundle = await kubectl.get<UIBundleObject>({ ...UI_BUNDLES, name }).catch((error: unknown) => {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  });
  const releases = [...helm.releases].filter(([key]) => key === `host/${name}` || key === `host/${name}-agent`);
  return {
    interface: bundle?.spec.version,
    releases: Object.fromEntries(releases.map(([key, [newest]]) => [key, `${newest?.status} ${newest?.version}`])),
  };
}

/**
 * Does the same work once for each change that it takes, and ends the server before that change; another one goes on.
 *
 * @param options.every only before each nth change. Default: 1
 * @returns number of servers that ended
 */
export async function killAtEachChange(work: KillCase, { every = 1 } = {}): Promise<number> {
  const world = await installationWorld({ starts: false });
  let ended = 0;
  for (let lifetime = 0; ; lifetime += every) {
    const name = `tide-${lifetime}`;
    for (const version of ['1.0.0', '1.1.0']) {
      const metadata = { installationMode: 'Multicluster' };
      await world.publish({ name, version, ui: true, metadata, charts: CHARTS });
    }
    const helper = await world.start();
    await work.before(world, name);
    await helper[Symbol.asyncDispose]();
    const server = mortalServer(world.clusters, world.helm, lifetime, (path) => path.includes(name));
    const doomed = await world.start(server);
    await work.begin(world, name);
    const lived = await livesThrough(world, name, server, work);
    await doomed[Symbol.asyncDispose]();
    const heir = await world.start();
    try {
      await eventually(() => work.ends(world, name));
      await work.retry?.(world, name);
    } catch (error) {
      const about = `ended before change ${lifetime}, ${server.last}`;
      throw new Error(`${about}: ${JSON.stringify(world.journal(name)?.runs[0])}`, { cause: error });
    }
    await heir[Symbol.asyncDispose]();
    await forget(world, name);
    if (lived) return ended;
    ended += 1;
  }
}

/** Takes away what is known of an extension, so that the servers to come do not go through all those before it. */
async function forget({ kubectl }: InstallationWorld, name: string): Promise<void> {
  const ignoreAbsence = (error: unknown) => {
    if (!isStatusError(error, 'NotFound')) throw error;
  };
  const plan = { ...INSTALL_PLANS, name };
  await kubectl.patch(plan, 'merge', { metadata: { finalizers: null } }).catch(ignoreAbsence);
  await kubectl.delete(plan).catch(ignoreAbsence);
  const labelSelector = `${KUBESPHERE_LABELS.extension}=${name}`;
  for (const [kind, options] of [
    [EXTENSION_VERSIONS, { labelSelector }],
    [CONFIG_MAPS, { labelSelector, namespace: OWN_NAMESPACE }],
  ] as const) {
    const { items } = await kubectl.list<KubeObject>(kind, options);
    for (const { metadata } of items) {
      const { namespace } = metadata;
      await kubectl.delete({ ...kind, ...(namespace !== undefined && { namespace }), name: metadata.name! });
    }
  }
  await kubectl.delete({ ...EXTENSIONS, name }).catch(ignoreAbsence);
}

/** Whether the work was done before the server ended. */
async function livesThrough(
  world: InstallationWorld,
  name: string,
  server: MortalServer,
  work: KillCase,
): Promise<boolean> {
  let done = false;
  const finished = (async () => {
    while (!server.isDead) {
      try {
        await work.ends(world, name);
        done = true;
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  })();
  await Promise.race([server.death, finished]);
  return done && !server.isDead;
}

/** Resolves when a plan is in a state with nothing under way; rejects at once otherwise. */
export async function expectState(world: InstallationWorld, name: string, state: string, version?: string) {
  const plan = await world.get(name);
  expect(plan.status?.state).toBe(state);
  expect(plan.status?.version).toBe(version);
  expect(world.journal(name)?.runs[0]?.state).not.toBe('running');
}

export async function expectGone({ kubectl }: InstallationWorld, name: string) {
  const found = await kubectl.get({ ...INSTALL_PLANS, name }).catch((error: unknown) => {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  });
  expect(found).toBeUndefined();
}
