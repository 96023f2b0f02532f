import { useMemo } from 'react';
import { Shell } from './Shell.tsx';

export interface PodTerminalProps {
  cluster: string;
  namespace: string;
  pod: string;
  /** Chosen at first. Default: the pod's own choice. */
  container?: string;
  /** All of the pod's; with more than one there is something to choose. */
  containers?: readonly string[];
}

/** A shell in a container of a pod. It fills the height that it is given. */
export function PodTerminal({ cluster, namespace, pod, container, containers }: PodTerminalProps) {
  const target = useMemo(
    () => ({ cluster, namespace, pod, ...(container !== undefined && { container }) }),
    [cluster, namespace, pod, container],
  );
  return <Shell path="/api/terminal" target={target} containers={containers} />;
}
