import { isStatusError, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import {
  type Condition,
  INSTALL_PLANS,
  type InstallationState,
  type InstallationStatus,
  type InstallPlanObject,
} from '../catalogue/objects.ts';

const LONGEST_HISTORY = 10;
/** Writers of a plan are few, and each is quick. */
const TRIES = 20;

type Change = (draft: InstallPlanObject, status: NonNullable<InstallPlanObject['status']>) => void;

/** Reads plans as they are now, and changes them without overwriting what others write. */
export class PlanObjects {
  readonly #client: KubeClient;

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient) {
    this.#client = client;
  }

  async get(name: string): Promise<InstallPlanObject | undefined> {
    return this.#client.get<InstallPlanObject>({ ...INSTALL_PLANS, name }).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
  }

  /** @returns the plan then; undefined when it is gone */
  async change(name: string, change: Change): Promise<InstallPlanObject | undefined> {
    for (let tries = 1; ; tries++) {
      const plan = await this.get(name);
      if (plan === undefined) return undefined;
      const draft = structuredClone(plan);
      draft.status ??= {};
      change(draft, draft.status);
      if (JSON.stringify(draft.status) === '{}' && plan.status === undefined) draft.status = undefined;
      if (JSON.stringify(draft) === JSON.stringify(plan)) return plan;
      try {
        return await this.#client.update<InstallPlanObject>({ ...INSTALL_PLANS, name }, draft);
      } catch (error) {
        if (isStatusError(error, 'NotFound')) return undefined;
        if (!isStatusError(error, 'Conflict') || tries === TRIES) throw error;
      }
    }
  }
}

/** @param now milliseconds of the epoch; for people to read, nothing is decided by it */
export function enterState(status: InstallationStatus, state: InstallationState, now: number): void {
  if (status.state === state) return;
  status.state = state;
  const history = [...(status.stateHistory ?? []), { state, lastTransitionTime: timestamp(now) }];
  status.stateHistory = history.slice(-LONGEST_HISTORY);
}

/** Puts a condition in the place of the one of its type, first. */
export function setCondition(
  status: InstallationStatus,
  condition: Omit<Condition, 'lastTransitionTime'>,
  now: number,
): void {
  const message = condition.message?.slice(0, 1_000);
  const conditions = status.conditions ?? [];
  const before = conditions.find(({ type }) => type === condition.type);
  const isSame =
    before !== undefined &&
    before.status === condition.status &&
    before.reason === condition.reason &&
    before.message === message;
  if (isSame) return;
  const lasts = before?.status === condition.status && before.lastTransitionTime;
  const written = { ...condition, message, lastTransitionTime: lasts || timestamp(now) };
  status.conditions = [written, ...conditions.filter(({ type }) => type !== condition.type)];
}

export function dropCondition(status: InstallationStatus, type: string): void {
  if (status.conditions?.some((condition) => condition.type === type)) {
    status.conditions = status.conditions.filter((condition) => condition.type !== type);
  }
}
