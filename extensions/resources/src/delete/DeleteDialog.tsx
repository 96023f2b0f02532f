import { useExtension, useT } from '@luban/sdk';
import { ConfirmDialog, Select } from '@luban/ui';
import { useState } from 'react';
import { resourceKey } from '../kinds/kind.ts';
import type { KnownKind } from '../kinds/use-kind.ts';
import { KubeRequestError } from '../kube-request.ts';
import { type DeletedObject, deleteObjects, type Propagation } from './delete-objects.ts';
import './delete.css';

export interface Deletion {
  readonly cluster: string;
  readonly kind: KnownKind;
  readonly objects: readonly DeletedObject[];
}

interface Props {
  readonly deletion: Deletion;
  readonly onClose: () => void;
  /** Uids of those that the cluster has taken the order for. */
  readonly onDeleted: (keys: readonly string[]) => void;
}

/** Deleting these takes along what lives inside of them. */
const CONTAINERS = ['namespaces', 'apiextensions.k8s.io/customresourcedefinitions'];
const NAMED = 8;

/** Asks before objects are deleted, names each, and says what goes with them. */
export function DeleteDialog({ deletion, onClose, onDeleted }: Props) {
  const t = useT();
  const { fetch } = useExtension();
  const { kind, objects } = deletion;
  const [propagation, setPropagation] = useState<Propagation>('Background');
  const [one] = objects;
  const single = objects.length === 1 && one !== undefined ? one : undefined;
  const takesMore = CONTAINERS.includes(resourceKey(kind));

  const run = async () => {
    const { deleted, failed } = await deleteObjects(fetch, deletion, propagation);
    onDeleted(deleted);
    if (failed.length > 0) throw new Error(failed.map(({ object, error }) => explain(object, error)).join('\n'));
  };
  const explain = (object: DeletedObject, error: unknown): string => {
    const name = object.name;
    if (!(error instanceof KubeRequestError)) return `${name}: ${String(error)}`;
    if (error.status === 409) return t('delete.conflict', { name });
    if (error.status === 403)
      return t('delete.forbidden', { name, resource: resourceKey(kind), message: error.message });
    return `${name}: ${error.message}`;
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      danger
      title={
        single
          ? t('delete.one', { kind: kind.kind, name: single.name })
          : t('delete.many', { kind: kind.title, count: objects.length })
      }
      description={
        <div className="res-delete">
          <ul className="res-delete-list">
            {objects.slice(0, NAMED).map(({ key, name, namespace }) => (
              <li key={key}>
                <code>{namespace === undefined ? name : `${namespace}/${name}`}</code>
              </li>
            ))}
            {objects.length > NAMED && <li>{t('delete.more', { count: objects.length - NAMED })}</li>}
          </ul>
          <p>
            {t(takesMore ? `delete.takes.${kind.resource}` : single ? 'delete.final.one' : 'delete.final', {
              cluster: deletion.cluster,
            })}
          </p>
          {!takesMore && (
            <Select
              label={t(single ? 'delete.dependents.one' : 'delete.dependents')}
              value={propagation}
              onValueChange={setPropagation}
              items={(['Background', 'Foreground', 'Orphan'] as const).map((value) => ({
                value,
                label: t(`delete.propagation.${value}`),
                description: t(`delete.propagation.${value}.help`),
              }))}
            />
          )}
        </div>
      }
      confirmLabel={t('delete.confirm')}
      {...(takesMore && single && { typeToConfirm: single.name })}
      onConfirm={run}
    />
  );
}
