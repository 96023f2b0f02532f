import type { Problem } from './filters.ts';

/** The sentence of kube-scheduler's FitError. Nothing is ever preempted here, and the sentence says so in its words. */
export function fitMessage(
  nodes: number,
  blocked: string | undefined,
  problems: readonly Problem[],
  preemptionPolicy: string | undefined,
): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const why = blocked ?? histogram(problems.flatMap(({ reasons }) => reasons));
  const start = `0/${nodes} nodes are available: ${why}.`;
  if (preemptionPolicy === 'Never') return `${start} preemption: not eligible due to preemptionPolicy=Never.`;
  const outcomes = Array.from({ length: nodes }, (_, index) =>
    blocked === undefined && problems[index]?.resolvable
      ? 'No preemption victims found for incoming pod'
      : 'Preemption is not helpful for scheduling',
  );
  return `${start} preemption: 0/${nodes} nodes are available: ${histogram(outcomes)}.`;
}

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}
