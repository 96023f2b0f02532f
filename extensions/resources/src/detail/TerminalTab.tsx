import { textAt } from '../json.ts';
import { PodTerminal } from '../terminal/index.ts';
import { containersOf } from './Containers.tsx';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** A shell in one of the pod's containers. */
export default function TerminalTab({ place, name, object }: DetailTabProps) {
  const containers = containersOf(object)
    .filter(({ kind }) => kind !== 'init')
    .map((container) => container.name);
  return (
    <PodTerminal
      key={textAt(object, 'metadata', 'uid')}
      cluster={place.cluster}
      namespace={place.namespace ?? ''}
      pod={name}
      containers={containers}
    />
  );
}
