/** Which pods of a DaemonSet to create and delete. Nothing here reads or writes anything. */

export interface DaemonPod {
  name: string;
  /** Made from the newest template. */
  updated: boolean;
  available: boolean;
  terminating: boolean;
  failed: boolean;
  succeeded: boolean;
  /** In a form that sorts. */
  created: string;
}

export interface DaemonNode {
  name: string;
  shouldRun: boolean;
  mayStay: boolean;
  pods: readonly DaemonPod[];
}

export interface DaemonPlan {
  /** Names of nodes. */
  create: string[];
  /** Names of pods. */
  delete: string[];
  /** Ended pods among the deleted. */
  failed: { pod: string; node: string; succeeded: boolean }[];
}

/** @param rolling absent: pods are replaced only when somebody deletes them */
export function planDaemons(
  nodes: readonly DaemonNode[],
  rolling?: { maxUnavailable: number; maxSurge: number },
): DaemonPlan {
  const plan: DaemonPlan = { create: [], delete: [], failed: [] };
  for (const node of nodes) planNode(node, rolling?.maxSurge ?? 0, plan);
  if (rolling !== undefined) {
    if (rolling.maxSurge > 0) surge(nodes, rolling.maxSurge, plan);
    else replace(nodes, rolling.maxUnavailable, plan);
  }
  return plan;
}

function planNode({ name, shouldRun, mayStay, pods }: DaemonNode, maxSurge: number, plan: DaemonPlan): void {
  const staying = pods.filter((pod) => !pod.terminating);
  if (!shouldRun && !mayStay) {
    plan.delete.push(...staying.map((pod) => pod.name));
    return;
  }
  if (!shouldRun) return;
  const ended = staying.filter((pod) => pod.failed || pod.succeeded);
  for (const pod of ended) {
    plan.delete.push(pod.name);
    plan.failed.push({ pod: pod.name, node: name, succeeded: pod.succeeded });
  }
  const running = staying.filter((pod) => !ended.includes(pod));
  // While one still terminates the next would stand in its way.
  if (pods.length === 0) plan.create.push(name);
  const groups =
    maxSurge > 0 ? [running.filter((pod) => pod.updated), running.filter((pod) => !pod.updated)] : [running];
  for (const group of groups) {
    const surplus = [...group].sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0)).slice(1);
    plan.delete.push(...surplus.map((pod) => pod.name));
  }
}

/** Deletes outdated pods as long as enough others serve; broken ones at once. */
function replace(nodes: readonly DaemonNode[], maxUnavailable: number, plan: DaemonPlan): void {
  let unavailable = 0;
  const candidates: string[] = [];
  for (const { shouldRun, pods } of nodes) {
    if (!shouldRun) continue;
    const pod = pods.find(({ name, terminating }) => !terminating && !plan.delete.includes(name));
    if (pod === undefined) unavailable++;
    else if (pod.updated) unavailable += pod.available ? 0 : 1;
    else if (pod.available) candidates.push(pod.name);
    else {
      unavailable++;
      plan.delete.push(pod.name);
    }
  }
  plan.delete.push(...candidates.slice(0, Math.max(0, maxUnavailable - unavailable)));
}

/** Starts the new pod beside the old one, which goes when the new one serves. */
function surge(nodes: readonly DaemonNode[], maxSurge: number, plan: DaemonPlan): void {
  let surging = 0;
  const candidates: string[] = [];
  for (const { name, shouldRun, pods } of nodes) {
    if (!shouldRun) continue;
    const running = pods.filter((pod) => !pod.terminating && !plan.delete.includes(pod.name));
    const old = running.find((pod) => !pod.updated);
    const fresh = running.find((pod) => pod.updated);
    if (old === undefined) continue;
    if (fresh?.available) plan.delete.push(old.name);
    else if (fresh !== undefined) surging++;
    else if (!old.available) plan.create.push(name);
    else candidates.push(name);
  }
  plan.create.push(...candidates.slice(0, Math.max(0, maxSurge - surging)));
}
