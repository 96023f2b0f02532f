import { isDeepStrictEqual } from 'node:util';
import { isStatusError } from '@luban/kube';
import type { KubeClient, ResourceKind } from '@luban/kube/client';
import { inParallel } from '../native/in-parallel.ts';
import type { AccessRole, AccessScope, RoleTemplate } from '../roles/access-objects.ts';
import { aggregates, rulesOf } from '../roles/aggregate.ts';

/**
 * Writes into roles that are made of templates what those give now, so that whoever reads a role sees its rules. Rules
 * that no template gives any more go.
 */
export async function writeRules(
  client: KubeClient,
  kind: ResourceKind,
  scope: AccessScope,
  roles: readonly AccessRole[],
  templates: readonly RoleTemplate[],
): Promise<unknown[]> {
  const failures: unknown[] = [];
  await inParallel(roles.filter(aggregates), 8, async (role) => {
    const rules = rulesOf(role, scope, templates);
    if (isDeepStrictEqual(rules, role.rules ?? [])) return;
    const { name, namespace } = role.metadata;
    await client
      .patch({ ...kind, name, namespace }, 'merge', { rules }, { fieldManager: 'luban-access' })
      .catch((error: unknown) => {
        if (!isStatusError(error, 'NotFound')) failures.push(error);
      });
  });
  return failures;
}
