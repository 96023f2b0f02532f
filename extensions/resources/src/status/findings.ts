import { at, listAt, textAt } from '../json.ts';
import { type KindRef, resourceKey } from '../kinds/kind.ts';
import { conditionsOf, toneOfCondition } from './condition.ts';
import { containerFindings } from './container-findings.ts';
import type { Finding } from './finding.ts';

/** Why an object is not ready, as far as it says so itself. Empty when nothing is wrong. */
export function findingsOf(kind: Pick<KindRef, 'group' | 'resource'>, object: unknown): Finding[] {
  const deleting = deletionFinding(object);
  const isPod = resourceKey(kind) === 'pods';
  const phase = textAt(object, 'status', 'phase');
  // A pod that has done its work, a job's for instance, is not ready and need not be.
  if (isPod && phase === 'Succeeded') return deleting;
  const containers = isPod ? containerFindings(object) : [];
  const told = containers.length > 0;
  const conditions = conditionsOf(object).flatMap((condition): Finding[] => {
    const { type, reason, message, changed } = condition;
    if (!['danger', 'warning'].includes(toneOfCondition(condition))) return [];
    // These only repeat what the containers have said.
    if (isPod && told && ['Ready', 'ContainersReady', 'Initialized'].includes(type)) return [];
    if (isPod && type === 'ContainersReady') return [];
    const unschedulable = isPod && type === 'PodScheduled';
    return [
      {
        key: `condition ${type}`,
        tone: toneOfCondition(condition) === 'danger' && !(isPod && type === 'Ready') ? 'danger' : 'warning',
        sentence: unschedulable
          ? reason === 'SchedulingGated'
            ? 'finding.gated'
            : 'finding.unschedulable'
          : 'finding.condition',
        values: { type, status: condition.status, reason: reason || type },
        ...(message !== '' && { detail: message }),
        ...(changed !== '' && { since: changed }),
      },
    ];
  });
  return [...deleting, ...evicted(object, isPod), ...containers, ...conditions];
}

/** Whoever put a finalizer there has to do something first. */
function deletionFinding(object: unknown): Finding[] {
  const since = textAt(object, 'metadata', 'deletionTimestamp');
  if (since === '') return [];
  const finalizers = listAt(object, 'metadata', 'finalizers').map(String);
  if (finalizers.length === 0) return [{ key: 'deletion', tone: 'progress', sentence: 'finding.deleting', since }];
  const values = { finalizers: finalizers.join(', ') };
  return [{ key: 'deletion', tone: 'warning', sentence: 'finding.finalizers', values, since }];
}

/** A pod that its node or the scheduler turned out says why in its status. */
function evicted(object: unknown, isPod: boolean): Finding[] {
  const reason = textAt(object, 'status', 'reason');
  if (!isPod || reason === '' || at(object, 'status', 'phase') !== 'Failed') return [];
  const detail = textAt(object, 'status', 'message');
  return [
    { key: 'pod', tone: 'danger', sentence: 'finding.failed', values: { reason }, ...(detail !== '' && { detail }) },
  ];
}
