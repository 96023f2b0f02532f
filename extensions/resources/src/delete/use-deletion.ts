import { type LiveRow, useCan } from '@luban/sdk';
import { useState } from 'react';
import type { KnownKind } from '../kinds/use-kind.ts';
import type { Deletion } from './DeleteDialog.tsx';

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
  return {
    allowed: can !== false && kind.verbs.includes('delete'),
    asked,
    ask: (rows: readonly Pick<LiveRow, 'key' | 'name' | 'namespace'>[]) => setAsked({ cluster, kind, objects: rows }),
    close: () => setAsked(undefined),
  };
}
