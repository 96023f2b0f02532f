import type { FastifyRequest } from 'fastify';
import { EXTENSIONS, INSTALL_PLANS } from '../catalogue/objects.ts';
import { HOST } from '../clusters/cluster-object.ts';
import { type Identity, identityOf } from '../identity/identity.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { ResourceAction, Rights } from '../rights/rights.ts';

const SEE: ResourceAction = { cluster: HOST, verb: 'list', group: EXTENSIONS.group, resource: EXTENSIONS.resource };

export type PlanVerb = 'get' | 'create' | 'patch' | 'delete';

const onPlans = (verb: PlanVerb, name?: string): ResourceAction => ({
  ...{ cluster: HOST, verb, group: INSTALL_PLANS.group, resource: INSTALL_PLANS.resource },
  ...(name !== undefined && { name }),
});

/** What people may do in the center: the same as with its objects by kubectl. */
export class CenterRights {
  readonly rights: Rights;

  constructor(rights: Rights) {
    this.rights = rights;
  }

  /** Pre-handler of everything that only shows something. */
  readonly toSee = async (request: FastifyRequest): Promise<void> => {
    await requireRight(this.rights, identityOf(request), SEE);
  };

  maySee(identity: Identity): Promise<boolean> {
    return this.rights.allows(identity, SEE);
  }

  /** Whether install, change and remove are worth being offered. */
  async canManage(identity: Identity): Promise<boolean> {
    const asked = (['create', 'patch', 'delete'] as const).map((verb) => this.rights.allows(identity, onPlans(verb)));
    return (await Promise.all(asked)).every(Boolean);
  }

  /** Configurations may hold what is not for everybody who sees the catalogue. */
  mayReadPlan(identity: Identity, name: string): Promise<boolean> {
    return this.rights.allows(identity, onPlans('get', name));
  }

  /** @throws Refusal 403 */
  async requirePlan(identity: Identity, verb: PlanVerb, name: string): Promise<void> {
    await requireRight(this.rights, identity, onPlans(verb, name));
  }
}
