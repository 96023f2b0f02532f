import { useCan } from '@luban/sdk';
import { useCallback, useState } from 'react';
import type { KnownKind } from '../kinds/use-kind.ts';
import type { Deletion } from './DeleteDialog.tsx';
import type { DeletedObject } from './delete-objects.ts';

interface Options {
  readonly cluster: string;
  readonly kind: KnownKind;
  /** Default: wherever; the cluster decides for each object. */
  readonly namespace?: string | undefined;
}

/** Whether objects of a kind may be deleted by this person, as far as is known, and which of them is being asked about. */
export function useDeletion({ cluster, kind, namespace }: Options) {
  const [asked, setAsked] = useState<Deletion>();
  const can = useCan({ verb: 'delete', group: kind.group, resource: kind.resource, cluster, namespace });
  const ask = useCallback((objects: readonly DeletedObject[]) => setAsked({ cluster, kind, objects }), [cluster, kind]);
  return {
    allowed: can !== false && kind.verbs.includes('delete'),
    asked,
    ask,
    close: () => setAsked(undefined),
  };
}
