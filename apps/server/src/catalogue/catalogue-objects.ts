import type { KubeObject } from '@luban/kube';
import { Informer, type KubeClient, type ResourceKind } from '@luban/kube/client';
import {
  CATEGORIES,
  type CategoryObject,
  EXTENSION_VERSIONS,
  EXTENSIONS,
  type ExtensionObject,
  type ExtensionVersionObject,
  INSTALL_PLANS,
  type InstallPlanObject,
  KUBESPHERE_LABELS,
  REPOSITORIES,
  type RepositoryObject,
} from './objects.ts';

/** What this replica knows of the catalogue's objects, kept current by watches. All who work on the catalogue share it. */
export class CatalogueObjects implements AsyncDisposable {
  readonly repositories: Informer<RepositoryObject>;
  readonly categories: Informer<CategoryObject>;
  readonly extensions: Informer<ExtensionObject>;
  readonly versions: Informer<ExtensionVersionObject>;
  readonly plans: Informer<InstallPlanObject>;
  readonly #resources = new DisposableStack();

  /** Resolves when everything is known. */
  static async open(client: KubeClient, onError: (error: unknown) => void): Promise<CatalogueObjects> {
    const objects = new CatalogueObjects(client, onError);
    const { repositories, categories, extensions, versions, plans } = objects;
    await Promise.all([repositories, categories, extensions, versions, plans].map((informer) => informer.start()));
    return objects;
  }

  private constructor(client: KubeClient, onError: (error: unknown) => void) {
    const follow = <T extends KubeObject>(kind: ResourceKind) =>
      this.#resources.use(new Informer<T>(client, kind, { onError }));
    this.repositories = follow(REPOSITORIES);
    this.categories = follow(CATEGORIES);
    this.extensions = follow(EXTENSIONS);
    this.versions = follow(EXTENSION_VERSIONS);
    this.plans = follow(INSTALL_PLANS);
  }

  /** Versions of an extension, in no order. */
  versionsOf(extension: string): ExtensionVersionObject[] {
    return [...this.versions.values()].filter((version) => extensionOf(version) === extension && !isMisnamed(version));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#resources.dispose();
  }
}

/** Whether a version stands under another name than that by which installations look for it: it counts for nothing. */
export function isMisnamed(version: ExtensionVersionObject): boolean {
  const { metadata, spec } = version;
  return Boolean(spec?.version) && metadata.name !== `${extensionOf(version)}-${spec!.version}`;
}

/** Name of the extension that a version is of: its label, or what its own name says. */
export function extensionOf({ metadata, spec }: ExtensionVersionObject): string {
  const label = metadata.labels?.[KUBESPHERE_LABELS.extension];
  if (label) return label;
  const suffix = `-${spec?.version ?? ''}`;
  return spec?.version && metadata.name!.endsWith(suffix) ? metadata.name!.slice(0, -suffix.length) : metadata.name!;
}
