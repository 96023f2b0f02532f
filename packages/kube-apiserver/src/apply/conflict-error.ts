/** The answer to an apply that would change what others own. Source: k8s.io/apimachinery, managedfields, conflict. */
import { StatusError } from '@luban/kube';
import { compareText, type Owner } from './managed-fields.ts';
import type { OwnershipConflict } from './ownership.ts';

/** 409 with a cause for each field. */
export function applyConflict(conflicts: readonly OwnershipConflict[]): StatusError {
  const fields: { owner: string; path: string }[] = [];
  const sorted = [...conflicts].sort((left, right) => compareText(left.owner.manager, right.owner.manager));
  for (const conflict of sorted) {
    const owner = describe(conflict.owner);
    conflict.fields.forEachPath((path) => fields.push({ owner, path }));
  }
  return new StatusError({
    message: sentence(fields),
    reason: 'Conflict',
    details: {
      causes: fields.map(({ owner, path }) => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${owner}`,
        field: path,
      })),
    },
    code: 409,
  });
}

function sentence(fields: readonly { owner: string; path: string }[]): string {
  const [first] = fields;
  if (fields.length === 1 && first) return `Apply failed with 1 conflict: conflict with ${first.owner}: ${first.path}`;
  const lines: string[] = [];
  let owner: string | undefined;
  for (const field of fields) {
    if (field.owner !== owner) lines.push(`conflicts with ${field.owner}:`);
    owner = field.owner;
    lines.push(`- ${field.path}`);
  }
  return `Apply failed with ${fields.length} conflicts: ${lines.join('\n')}`;
}

function describe({ manager, operation, apiVersion, subresource }: Owner): string {
  const name = JSON.stringify(manager) + (subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`);
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
