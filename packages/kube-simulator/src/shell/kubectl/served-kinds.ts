import type { KubeClient, ResourceRef } from '@luban/kube/client';
import { UsageError } from './arguments.ts';

/** A kind that the cluster serves. */
export interface ServedKind extends Pick<ResourceRef, 'group' | 'version' | 'resource'> {
  kind: string;
  namespaced: boolean;
}

interface ResourceList {
  resources: { name: string; singularName?: string; shortNames?: string[]; kind: string; namespaced: boolean }[];
}

interface GroupList {
  groups: { name: string; preferredVersion: { version: string }; versions: { version: string }[] }[];
}

/**
 * Finds a kind by its plural, singular, short or own name, with or without its group: `deploy`, `deployments.apps`.
 *
 * @throws UsageError when nothing of the name is served
 */
export async function servedKind(client: KubeClient, name: string): Promise<ServedKind> {
  const [plain = '', ...rest] = name.toLowerCase().split('.');
  const group = rest.join('.');
  const core = group === '' ? find(await resources(client, '/api/v1'), plain) : undefined;
  if (core !== undefined) return { group: '', version: 'v1', ...core };
  const { groups } = await client.json<GroupList>('GET', '/apis');
  for (const served of groups) {
    // `deployments.v1.apps` names the version too.
    const version =
      group === `${rest[0]}.${served.name}` && served.versions.some((one) => one.version === rest[0])
        ? rest[0]!
        : served.preferredVersion.version;
    if (group !== '' && group !== served.name && group !== `${version}.${served.name}`) continue;
    const found = find(await resources(client, `/apis/${served.name}/${version}`), plain);
    if (found !== undefined) return { group: served.name, version, ...found };
  }
  throw new UsageError(`the server doesn't have a resource type "${name}"`);
}

/** @throws UsageError when the kind of an object is not served */
export async function servedKindOf(client: KubeClient, apiVersion: string, kind: string): Promise<ServedKind> {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const list = await resources(client, group === '' ? `/api/${version}` : `/apis/${group}/${version}`);
  const found = list.resources.find((one) => one.kind === kind && !one.name.includes('/'));
  if (found === undefined) throw new UsageError(`no matches for kind "${kind}" in version "${apiVersion}"`);
  return { group, version, resource: found.name, kind, namespaced: found.namespaced };
}

/** A group version whose server is away serves nothing. */
function resources(client: KubeClient, path: string): Promise<ResourceList> {
  return client.json<ResourceList>('GET', path).catch(() => ({ resources: [] }));
}

function find(list: ResourceList, name: string): Omit<ServedKind, 'group' | 'version'> | undefined {
  const found = list.resources.find(
    (one) =>
      !one.name.includes('/') &&
      (one.name === name ||
        one.singularName === name ||
        one.shortNames?.includes(name) === true ||
        one.kind.toLowerCase() === name),
  );
  return found && { resource: found.name, kind: found.kind, namespaced: found.namespaced };
}
