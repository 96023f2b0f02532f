/** `pods/eviction`: a deletion that respects disruption budgets. Source: k8s.io/kubernetes, registry/core/pod/storage. */
import {
  internalError,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesLabels,
  notFound,
  StatusError,
  timestamp,
} from '@luban/kube';
import { RevisionConflict, type StoredObject } from '../../store/store.ts';
import type { ApiResponse } from '../../wire/api-request.ts';
import { jsonValue } from '../../wire/respond.ts';
import { remove } from '../delete.ts';
import { acceptObject, readBody } from '../read-object.ts';
import { type Call, cloneObject } from '../server-context.ts';
import { current } from '../update.ts';
import { deleteQuery, writeQuery } from '../write-options.ts';

const EVICTION = { group: 'policy', version: 'v1', kind: 'Eviction', schema: undefined, custom: false };
const BUDGETS = 'poddisruptionbudgets.policy';

export async function evictPod(call: Call): Promise<ApiResponse> {
  const { request, info } = call;
  const query = writeQuery(request);
  const eviction = acceptObject(await readBody(request, call.type), EVICTION, query, (text) => call.warnings.add(text));
  const pod = current(call);
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, info.name);
  const options = deleteQuery(new URLSearchParams(), (eviction.deleteOptions ?? {}) as Record<string, unknown>);
  const dryRun = options.dryRun || query.dryRun;
  if (!needsNoBudget(pod.object)) await spendBudget(call, pod.object, dryRun);
  await remove({ ...call, info: { ...info, verb: 'delete', subresource: '' } }, { ...options, dryRun });
  return jsonValue(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

/** What is over, was never up, or is going already disrupts nothing. */
function needsNoBudget({ metadata, status }: KubeObject): boolean {
  const { phase } = (status ?? {}) as { phase?: string };
  return metadata.deletionTimestamp !== undefined || phase === 'Pending' || phase === 'Succeeded' || phase === 'Failed';
}

interface BudgetStatus {
  disruptionsAllowed?: number;
  observedGeneration?: number;
  currentHealthy?: number;
  desiredHealthy?: number;
  disruptedPods?: Record<string, string>;
}

async function spendBudget({ server, info }: Call, pod: KubeObject, dryRun: boolean): Promise<void> {
  const { store, clock } = server;
  for (;;) {
    const budgets = store
      .list(BUDGETS, { namespace: info.namespace })
      .items.filter(({ object }) => covers(object, pod));
    if (budgets.length === 0) return;
    if (budgets.length > 1) {
      throw internalError(
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      );
    }
    const budget = store.newest(BUDGETS, budgets[0]!.key);
    if (budget === undefined) continue;
    const status = (budget.object.status ?? {}) as BudgetStatus;
    check(budget, status);
    if (dryRun) return;
    const draft = cloneObject(budget.object);
    draft.status = {
      ...status,
      disruptionsAllowed: status.disruptionsAllowed! - 1,
      disruptedPods: { ...status.disruptedPods, [pod.metadata.name!]: timestamp(clock.now()) },
    };
    try {
      await store.write({ resource: BUDGETS, key: budget.key, object: draft, expected: budget.revision });
      return;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}

function covers({ spec }: KubeObject, pod: KubeObject): boolean {
  const { selector } = (spec ?? {}) as { selector?: LabelSelectorObject };
  return selector !== undefined && matchesLabels(labelSelectorFromObject(selector), pod.metadata.labels);
}

function check({ name, object }: StoredObject, status: BudgetStatus): void {
  const isCurrent = (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
  if (isCurrent && (status.disruptionsAllowed ?? 0) > 0) return;
  const message = isCurrent
    ? `The disruption budget ${name} needs ${status.desiredHealthy ?? 0} healthy pods and has ${status.currentHealthy ?? 0} currently`
    : `The disruption budget ${name} is still being processed by the server.`;
  throw new StatusError({
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    reason: 'TooManyRequests',
    details: { causes: [{ reason: 'DisruptionBudget', message }], ...(isCurrent ? {} : { retryAfterSeconds: 10 }) },
    code: 429,
  });
}
