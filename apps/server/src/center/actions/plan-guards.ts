import type { InstallPlanObject } from '../../catalogue/objects.ts';
import type { Run } from '../../installation/journal.ts';
import { isBeingRemoved } from '../../installation/plan.ts';
import { hostIsUnderWay } from '../../installation/run.ts';
import { Refusal } from '../../refusal.ts';
import type { Center } from '../center.ts';

/** What has to be so before somebody may decide something about an installation. */
export class PlanGuards {
  readonly #center: Center;

  constructor(center: Center) {
    this.#center = center;
  }

  /** The run that is under way, agents included. */
  running(extension: string): Run | undefined {
    return this.#center.journal(extension)?.runs.find(({ state }) => state === 'running');
  }

  /** What still changes the host part, or takes it away. Agents follow in their own time, and hold nobody up. */
  busyWith(extension: string): Run | undefined {
    const run = this.running(extension);
    return run?.action === 'uninstall' || hostIsUnderWay(run) ? run : undefined;
  }

  /** @throws Refusal LB7605 */
  requireIdle(extension: string): void {
    const run = this.busyWith(extension);
    if (run === undefined) return;
    throw new Refusal(409, 'LB7605', { extension, action: run.action, version: run.version });
  }

  /** @throws Refusal LB7605 while something is brought about, LB7604 when it is on its way out */
  requireQuiet(plan: InstallPlanObject): void {
    const extension = plan.metadata.name!;
    if (isBeingRemoved(plan)) throw new Refusal(409, 'LB7604', { extension });
    this.requireIdle(extension);
  }

  /** @throws Refusal LB7613 */
  requireFailure(plan: InstallPlanObject): void {
    const extension = plan.metadata.name!;
    const { runs = [], agents = {}, problems = [] } = this.#center.journal(extension) ?? {};
    const failed = runs[0]?.state === 'failed' || runs[0]?.state === 'cancelled';
    const agentFailed = Object.values(agents).some(({ problem }) => problem !== undefined);
    const stateFailed = plan.status?.state?.endsWith('Failed') === true;
    if (failed || agentFailed || stateFailed || problems.length > 0) return;
    throw new Refusal(409, 'LB7613', { extension });
  }

  /** @throws Refusal LB7620 for an interface that somebody applied */
  requireNoForeignBundle(extension: string): void {
    if (this.#center.summary(extension)?.origin === 'bundle') throw new Refusal(409, 'LB7620', { extension });
  }
}
