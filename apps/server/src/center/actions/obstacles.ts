import type { InstallPlanObject } from '../../catalogue/objects.ts';
import { type Check, checkPlan } from '../../installation/checks.ts';
import type { CheckFacts } from '../../installation/engine.ts';
import type { Journal } from '../../installation/journal.ts';
import { Obstructed } from './obstructed.ts';

export interface ObstaclesOptions {
  facts: CheckFacts;
  journal(extension: string): Journal | undefined;
}

/** Whether plans could be brought about, by the rules of the install controller itself. */
export class Obstacles {
  readonly #options: ObstaclesOptions;

  constructor(options: ObstaclesOptions) {
    this.#options = options;
  }

  /** Looks at a plan that nobody has written yet. */
  check(plan: InstallPlanObject): Promise<Check> {
    const { facts, journal } = this.#options;
    return checkPlan(facts, plan, journal(plan.metadata.name!));
  }

  /** @throws Obstructed with all that is in the way; rights are agreed to elsewhere */
  async require(plan: InstallPlanObject): Promise<void> {
    const { blocking } = await this.check(plan);
    const problems = blocking.filter(({ code }) => code !== AWAITS_CONSENT);
    if (problems.length > 0) throw new Obstructed(plan.metadata.name!, problems);
  }
}

/** The plan waits until somebody agrees to the rights of its version. */
export const AWAITS_CONSENT = 'LB7415';
