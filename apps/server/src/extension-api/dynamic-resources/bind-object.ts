import { Refusal } from '../../refusal.ts';
import { recordOf } from '../json.ts';
import type { ResourceRequest } from '../resource-request.ts';
import type { ServedKind } from './served-kinds.ts';

/** Label of what belongs to a workspace. Source: KubeSphere 4. */
export const WORKSPACE_LABEL = 'kubesphere.io/workspace';

/**
 * The object with what its address says: namespace, name, workspace. Rights were looked at for the address, so an object
 * that says something else is not another one.
 *
 * @throws Refusal 400 that names the field
 */
export function bindObject(
  object: Record<string, unknown>,
  kind: ServedKind,
  { namespace, name, workspace }: ResourceRequest,
): Record<string, unknown> {
  const metadata = recordOf(object.metadata);
  const bound: Record<string, unknown> = { ...metadata };
  bind(bound, 'namespace', namespace, 'metadata.namespace');
  if (name !== undefined) bind(bound, 'name', name, 'metadata.name');
  if (workspace !== undefined) {
    const labels: Record<string, unknown> = { ...recordOf(metadata.labels) };
    bind(labels, WORKSPACE_LABEL, workspace, `metadata.labels['${WORKSPACE_LABEL}']`);
    bound.labels = labels;
  }
  return { apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind, ...object, metadata: bound };
}

function bind(record: Record<string, unknown>, key: string, wanted: string | undefined, field: string): void {
  const written = Object.hasOwn(record, key) ? record[key] : undefined;
  if (written === undefined || written === null || written === '') {
    if (wanted !== undefined) record[key] = wanted;
  } else if (written !== wanted) {
    throw new Refusal(400, 'LB5416', {
      field,
      written: String(written).slice(0, 100),
      wanted: wanted ?? '(none)',
    });
  }
}
