import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { CONFIG_MAPS } from './config-map-archive.ts';
import { REPOSITORIES, type RepositoryObject } from './objects.ts';

/** Name of the Repository that stands for what comes with the product. */
export const DEFAULT_REPOSITORY = 'luban';
/** Says that it was made once: whoever deletes it has it gone. */
const MEMORY = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: 'luban-default-repository' } as const;

/** Makes the Repository of the product's own packages at the first start of all. */
export async function ensureDefaultRepository(client: KubeClient): Promise<void> {
  const memory: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: MEMORY.name, namespace: OWN_NAMESPACE, labels: OWN_LABELS },
  };
  const wasMade = await client.get(MEMORY).then(
    () => true,
    (error: unknown) => {
      if (isStatusError(error, 'NotFound')) return false;
      throw error;
    },
  );
  if (wasMade) return;
  const repository: RepositoryObject = {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Repository',
    metadata: { name: DEFAULT_REPOSITORY, annotations: { [CATALOGUE_MARKS.builtin]: 'true' } },
    spec: { url: '/repository', description: 'Extensions that come with LuBan', depth: 0 },
  };
  const ignoringExisting = (error: unknown) => {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  };
  await client.create(REPOSITORIES, repository).catch(ignoringExisting);
  await client.create({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE }, memory).catch(ignoringExisting);
}
