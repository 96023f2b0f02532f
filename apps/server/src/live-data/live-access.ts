import type { LiveObjectRef, LiveSource } from '@luban/kube/live';
import type { Identity } from '../identity/identity.ts';
import type { ResourceAction, Rights } from '../rights/rights.ts';
import type { MessageCode } from './live-problem.ts';

/** `namespaces` absent: all. */
export type Access = { allowed: true; namespaces?: ReadonlySet<string> } | { allowed: false; problem: MessageCode };

/** Questions that are put to a cluster at a time. */
const AT_A_TIME = 10;

/**
 * Whether somebody may list and watch a kind in the namespaces. @throws when the cluster does not say
 *
 * @param places.some whether it is enough to be allowed in some: the others are then left out
 */
export async function listAccess(
  rights: Rights,
  identity: Identity,
  { cluster, group, resource }: LiveSource,
  places: { namespaces?: readonly string[]; some?: boolean },
): Promise<Access> {
  const kind = { cluster, group, resource };
  const { namespaces, some } = places;
  const isProjects = group === '' && resource === 'namespaces';
  const everywhere = await missing(rights, identity, kind);
  if (everywhere === undefined) {
    return { allowed: true, namespaces: namespaces === undefined ? undefined : new Set(namespaces) };
  }
  if (namespaces === undefined) return { allowed: false, problem: refusal(identity, kind, everywhere) };
  const allowed = new Set<string>();
  let first: MessageCode | undefined;
  for (let i = 0; i < namespaces.length; i += AT_A_TIME) {
    const asked = namespaces.slice(i, i + AT_A_TIME);
    const verbs = await Promise.all(
      asked.map((namespace) =>
        isProjects
          ? missingOfProject(rights, identity, kind, namespace)
          : missing(rights, identity, { ...kind, namespace }),
      ),
    );
    for (const [at, namespace] of asked.entries()) {
      const verb = verbs[at];
      if (verb === undefined) allowed.add(namespace);
      else first ??= refusal(identity, { ...kind, namespace }, verb);
    }
    if (first !== undefined && !some) return { allowed: false, problem: first };
  }
  if (first !== undefined && allowed.size === 0) return { allowed: false, problem: first };
  return { allowed: true, namespaces: allowed };
}

/** Following an object is getting it again and again. @throws when the cluster does not say */
export async function objectAccess(rights: Rights, identity: Identity, ref: LiveObjectRef): Promise<Access> {
  const { cluster, group, resource, namespace, name } = ref;
  const action = { cluster, verb: 'get', group, resource, namespace, name };
  if (await rights.allows(identity, action)) return { allowed: true };
  return { allowed: false, problem: refusal(identity, action, 'get') };
}

/** The verb that somebody lacks. */
async function missing(
  rights: Rights,
  identity: Identity,
  action: Omit<ResourceAction, 'verb'>,
): Promise<'list' | 'watch' | undefined> {
  if (!(await rights.allows(identity, { ...action, verb: 'list' }))) return 'list';
  return (await rights.allows(identity, { ...action, verb: 'watch' })) ? undefined : 'watch';
}

/** Namespaces are in none; a role in one gives the right to get that one. */
async function missingOfProject(
  rights: Rights,
  identity: Identity,
  kind: Omit<ResourceAction, 'verb'>,
  name: string,
): Promise<'get' | undefined> {
  return (await rights.allows(identity, { ...kind, verb: 'get', namespace: name, name })) ? undefined : 'get';
}

function refusal(identity: Identity, action: Omit<ResourceAction, 'verb'>, verb: string): MessageCode {
  const { cluster, group, resource, namespace } = action;
  const what = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === undefined ? cluster : `${cluster}/${namespace}`;
  return { code: 'LB5501', params: { user: identity.name, verb, resource: what, where } };
}
