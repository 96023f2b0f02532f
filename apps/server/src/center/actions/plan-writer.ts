import { isStatusError } from '@luban/kube';
import { INSTALL_PLANS, type InstallPlanObject } from '../../catalogue/objects.ts';
import { HOST } from '../../clusters/cluster-object.ts';
import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import type { Identity } from '../../identity/identity.ts';
import { PLAN_MARKS } from '../../installation/installations.ts';
import { Refusal } from '../../refusal.ts';
import { mergePatch } from './merge-patch.ts';

/** The controller writes progress into the same object, several times a second at worst. */
const TRIES = 10;

/**
 * Writes install plans in the name of a person, so that the cluster decides whether they may, and remembers that they did.
 * What was decided on a plan that somebody else has changed meanwhile is not written.
 */
export class PlanWriter {
  readonly #clusters: ClusterRegistry;

  constructor(clusters: ClusterRegistry) {
    this.#clusters = clusters;
  }

  /** The plan as it is now. */
  async find(name: string): Promise<InstallPlanObject | undefined> {
    const client = this.#clusters.host.connection.client();
    return client.get<InstallPlanObject>({ ...INSTALL_PLANS, name }).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
  }

  /** @throws Refusal LB7603 when there is one */
  async create(identity: Identity, plan: InstallPlanObject): Promise<void> {
    const name = plan.metadata.name!;
    const client = this.#clusters.host.connection.client(identity);
    await client.create(INSTALL_PLANS, plan).catch((error: unknown) => {
      if (isStatusError(error, 'AlreadyExists')) throw new Refusal(409, 'LB7603', { extension: name });
      throw explained(error, identity, 'create', name);
    });
  }

  /**
   * @param decide changes the draft, or throws why it must not be changed; called again when only its status was written
   * meanwhile
   */
  async change(
    identity: Identity,
    name: string,
    decide: (draft: InstallPlanObject) => void | Promise<void>,
  ): Promise<void> {
    const client = this.#clusters.host.connection.client(identity);
    let first: InstallPlanObject | undefined;
    for (let tries = 1; ; tries++) {
      const plan = await this.find(name);
      if (plan === undefined) throw new Refusal(409, 'LB7604', { extension: name });
      first ??= plan;
      if (decisionsIn(plan) !== decisionsIn(first)) throw new Refusal(409, 'LB7611', { extension: name });
      const draft = structuredClone(plan);
      await decide(draft);
      const { resourceVersion } = plan.metadata;
      const patch = mergePatch(plan, draft) as { metadata?: object } | undefined;
      if (patch === undefined) return;
      try {
        const whole = { ...patch, metadata: { ...patch.metadata, resourceVersion } };
        await client.patch<InstallPlanObject>({ ...INSTALL_PLANS, name }, 'merge', whole);
        return;
      } catch (error) {
        if (!isStatusError(error, 'Conflict') || tries === TRIES) throw explained(error, identity, 'patch', name);
      }
    }
  }

  async delete(identity: Identity, { metadata }: InstallPlanObject): Promise<void> {
    const name = metadata.name!;
    const client = this.#clusters.host.connection.client(identity);
    const preconditions = metadata.uid === undefined ? undefined : { uid: metadata.uid };
    await client.delete({ ...INSTALL_PLANS, name }, { preconditions }).catch((error: unknown) => {
      // Somebody else was faster with the same.
      if (!isStatusError(error, 'NotFound')) throw explained(error, identity, 'delete', name);
    });
  }
}

/** Puts a mark on the draft of a plan, or takes it off. */
export function mark(draft: InstallPlanObject, key: keyof typeof PLAN_MARKS, value: string | undefined): void {
  const { [PLAN_MARKS[key]]: _, ...others } = draft.metadata.annotations ?? {};
  draft.metadata.annotations = value === undefined ? others : { ...others, [PLAN_MARKS[key]]: value };
}

/** What people have written, apart from what the controller makes of it. */
function decisionsIn({ metadata, spec }: InstallPlanObject): string {
  return JSON.stringify([metadata.uid, spec, metadata.deletionTimestamp !== undefined]);
}

function explained(error: unknown, identity: Identity, verb: string, name: string): unknown {
  if (!isStatusError(error)) return error;
  const { code, reason } = error;
  if (reason === 'Forbidden') {
    const resource = `${INSTALL_PLANS.resource}.${INSTALL_PLANS.group}`;
    return new Refusal(403, 'LB5300', { user: identity.name, verb, resource, cluster: HOST });
  }
  if (reason === 'Conflict') return new Refusal(409, 'LB7611', { extension: name });
  if (reason === 'NotFound') return new Refusal(409, 'LB7604', { extension: name });
  if (code >= 500) return error;
  return new Refusal(code === 400 ? 400 : 422, 'LB7616', { extension: name, reason: error.message.slice(0, 300) });
}
