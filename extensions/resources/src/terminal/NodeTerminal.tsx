import { useMemo } from 'react';
import { Shell } from './Shell.tsx';

export interface NodeTerminalProps {
  cluster: string;
  node: string;
}

/** A shell on a node, where an administrator allows that. It fills the height that it is given. */
export function NodeTerminal({ cluster, node }: NodeTerminalProps) {
  const target = useMemo(() => ({ cluster, node }), [cluster, node]);
  return <Shell path="/api/terminal/node" target={target} />;
}
