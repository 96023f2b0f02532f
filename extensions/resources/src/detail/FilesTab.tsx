import { PodFiles } from '../terminal/index.ts';
import { containersOf } from './Containers.tsx';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** The files of one of the pod's containers. */
export default function FilesTab({ place, name, object }: DetailTabProps) {
  const containers = containersOf(object)
    .filter(({ kind }) => kind !== 'init')
    .map((container) => container.name);
  return <PodFiles cluster={place.cluster} namespace={place.namespace ?? ''} pod={name} containers={containers} />;
}
