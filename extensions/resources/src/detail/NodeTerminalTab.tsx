import { NodeTerminal } from '../terminal/index.ts';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** A shell on the node, for those who are root there anyway. */
export default function NodeTerminalTab({ place, name }: DetailTabProps) {
  return <NodeTerminal cluster={place.cluster} node={name} />;
}
