import { apiVersionOf } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { type AccessRole, IAM } from '../rights/roles/access-objects.ts';
import type { ApiKind, ApiKinds } from './api-kinds.ts';
import type { Inventory } from './inventory.ts';
import { resourceOf } from './object-refs.ts';
import type { ObjectRef } from './releases.ts';

const ROLE_KINDS: readonly string[] = ['GlobalRole', 'WorkspaceRole', 'ClusterRole', 'Role'];

/** Names of role templates that the extension has brought. */
export const templatesOf = (inventory: Inventory | undefined): string[] =>
  (inventory?.objects ?? []).filter(({ kind }) => kind === 'RoleTemplate').map(({ name }) => name);

/** Roles of the platform that still name templates which are gone. Their rules have gone with these. */
export async function rolesNaming(
  client: KubeClient,
  kinds: ApiKinds,
  templates: readonly string[],
): Promise<ObjectRef[]> {
  const gone = await withoutPresent(client, kinds, templates);
  if (gone.length === 0) return [];
  const lists = await Promise.all(
    kinds
      .preferred()
      .filter(({ group, kind }) => group === IAM.group && ROLE_KINDS.includes(kind))
      .map(async (kind) => {
        const { items } = await client.list<AccessRole>(kind);
        return items.filter((role) => named(role).some((name) => gone.includes(name))).map((role) => refOf(kind, role));
      }),
  );
  return lists.flat();
}

/** Takes the names off a role, which stays. */
export async function unname(
  client: KubeClient,
  kinds: ApiKinds,
  role: ObjectRef,
  templates: readonly string[],
): Promise<void> {
  const ref = resourceOf(kinds, role);
  if (ref === undefined) return;
  const gone = await withoutPresent(client, kinds, templates);
  const templateNames = named(await client.get<AccessRole>(ref)).filter((name) => !gone.includes(name));
  await client.patch(ref, 'merge', { aggregationRoleTemplates: { templateNames } });
}

export const isRole = ({ apiVersion, kind }: ObjectRef): boolean =>
  apiVersion.startsWith(`${IAM.group}/`) && ROLE_KINDS.includes(kind);

const named = ({ aggregationRoleTemplates }: AccessRole): string[] => aggregationRoleTemplates?.templateNames ?? [];

async function withoutPresent(client: KubeClient, kinds: ApiKinds, templates: readonly string[]): Promise<string[]> {
  const kind = kinds.preferred().find((one) => one.group === IAM.group && one.kind === 'RoleTemplate');
  if (kind === undefined || templates.length === 0) return [];
  const { items } = await client.list(kind);
  const present = new Set(items.map(({ metadata }) => metadata.name));
  return templates.filter((name) => !present.has(name));
}

const refOf = (kind: ApiKind, { metadata }: AccessRole): ObjectRef => ({
  apiVersion: apiVersionOf(kind),
  kind: kind.kind,
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  name: metadata.name!,
});
