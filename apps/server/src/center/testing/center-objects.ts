import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import {
  CATEGORIES,
  EXTENSION_VERSIONS,
  EXTENSIONS,
  type ExtensionObject,
  type ExtensionVersionObject,
  INSTALL_PLANS,
  type InstallPlanObject,
  REPOSITORIES,
} from '../../catalogue/objects.ts';

export const PICTURE = `data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')}`;

const inGroup = (kind: string) => ({ apiVersion: 'kubesphere.io/v1alpha1', kind });

export interface CatalogueEntry {
  name: string;
  versions: readonly string[];
  category?: string;
  /** Name of a Repository object; without one that exists, its versions do not stay. Default: published by hand. */
  repository?: string;
  spec?: ExtensionObject['spec'];
  /** Of each version. */
  version?: ExtensionVersionObject['spec'];
}

/** An extension and its versions, as the repository controller writes them. */
export async function writeExtensionObjects(client: KubeClient, entry: CatalogueEntry): Promise<void> {
  const { name, versions, category = 'dev-tools', repository, spec, version: more } = entry;
  const labels = {
    'kubesphere.io/category': category,
    ...(repository !== undefined && { 'kubesphere.io/repository-ref': repository }),
  };
  const information = {
    displayName: { en: `The ${name}`, zh: `${name} 扩展` },
    description: { en: 'A small one', zh: '一个小扩展' },
    icon: PICTURE,
    provider: { en: { name: 'Harbour Works', url: 'https://harbour.example' } },
    ...spec,
  };
  await client.create(EXTENSIONS, {
    ...inGroup('Extension'),
    metadata: { name, labels },
    spec: information,
  } as KubeObject);
  for (const version of versions) {
    await client.create(EXTENSION_VERSIONS, {
      ...inGroup('ExtensionVersion'),
      metadata: { name: `${name}-${version}`, labels: { ...labels, 'kubesphere.io/extension-ref': name } },
      spec: { ...information, version, category, keywords: ['clock'], ...more },
    } as KubeObject);
  }
}

export async function writeCategory(
  client: KubeClient,
  name: string,
  displayName: Record<string, string>,
): Promise<void> {
  await client.create(CATEGORIES, { ...inGroup('Category'), metadata: { name }, spec: { displayName } } as KubeObject);
}

export async function writePlan(client: KubeClient, name: string, plan: Partial<InstallPlanObject>): Promise<void> {
  const { metadata, ...rest } = plan;
  await client.create(INSTALL_PLANS, {
    ...inGroup('InstallPlan'),
    metadata: { name, ...metadata },
    ...rest,
  } as KubeObject);
}

/** One that nothing is behind: what it listed once stays. */
export async function writeRepository(client: KubeClient, name: string): Promise<void> {
  await client.create(REPOSITORIES, {
    ...inGroup('Repository'),
    metadata: { name },
    spec: { url: 'https://harbour.invalid/charts' },
  } as KubeObject);
}
