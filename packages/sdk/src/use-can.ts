import { useKernel, useReadable } from '@luban/kernel/react';
import type { RightsPlace, RightsQuestion } from '@luban/manifest';
import { useShell } from './use-shell.ts';

export interface CanQuestion extends RightsQuestion {
  /** Default: the current project. Empty: all namespaces, or a cluster-scoped resource. */
  namespace?: string | undefined;
  /** Default: the current cluster, else the one that the console's own state lives in. */
  cluster?: string | undefined;
}

/**
 * Whether the person may do something, by the cluster's own decision; follows changes of rights. Undefined: not known
 * yet, or the cluster cannot tell. Hide or disable by it; the cluster decides again when it is done.
 */
export function useCan(question: CanQuestion): boolean | undefined {
  const kernel = useKernel();
  const current = useShell();
  useReadable(kernel.rightsChanges);
  const { namespace, cluster, verb, group, resource, subresource, name } = question;
  return kernel.can({ verb, group, resource, subresource, name }, placeOf(current, cluster, namespace));
}

function placeOf(current: RightsPlace, cluster: string | undefined, namespace: string | undefined): RightsPlace {
  if (cluster === undefined && namespace === undefined) return current;
  const elsewhere = cluster !== undefined && cluster !== current.cluster;
  const project = namespace ?? (elsewhere ? undefined : current.project);
  return { cluster: cluster ?? current.cluster, project: project || undefined };
}
