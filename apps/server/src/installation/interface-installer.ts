import type { ExtensionPackage } from '@luban/extension-package';
import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { MARKS, stateOf, UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { OWN_LABELS } from '../kube/own-namespace.ts';
import { Refusal } from '../refusal.ts';

/** On `UIBundle` objects that belong to an installation. */
export const INSTALLED_MARK = 'luban.dev/installed-by';

/** What was in force before a change, to be put back when the change fails. `null`: nothing. */
export type InterfaceSnapshot = Pick<UIBundleObject, 'metadata' | 'spec' | 'status'> | null;

const TRIES = 5;

/** Puts the user interfaces of packages in force, as `UIBundle` objects. */
export class InterfaceInstaller {
  readonly #client: KubeClient;

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient) {
    this.#client = client;
  }

  /**
   * Puts the package's interface in force in place of any other version, or takes away the one of a version before when the
   * package has none. Repeating it changes nothing.
   *
   * @throws Refusal LB5809 when somebody else's bundle has the name
   */
  async put(extensionPackage: ExtensionPackage, { enabled }: { enabled: boolean }): Promise<void> {
    const { metadata, ui } = extensionPackage;
    if (ui === undefined) return this.remove(metadata.name);
    const state = enabled ? 'Available' : 'Disabled';
    const wanted: UIBundleObject = {
      apiVersion: 'extensions.luban.dev/v1alpha1',
      kind: 'UIBundle',
      metadata: {
        name: metadata.name,
        labels: { 'kubesphere.io/extension-ref': metadata.name, ...OWN_LABELS },
        annotations: { [INSTALLED_MARK]: 'InstallPlan' },
      },
      spec: {
        version: metadata.version,
        manifest: ui.manifest,
        digest: ui.digest,
        source: { package: `${metadata.name}-${metadata.version}` },
      },
      status: { state },
    };
    await this.#write(metadata.name, (found) => {
      if (found === undefined) return wanted;
      if (!mayReplace(found)) throw new Refusal(409, 'LB5809', { extension: metadata.name });
      const same = found.spec.version === metadata.version && found.spec.digest === ui.digest;
      // A built-in package that has the same content goes on to follow its folder.
      if (same && stateOf(found) === state) return undefined;
      if (same) return { ...found, status: { ...found.status, state } };
      return { ...wanted, metadata: { ...found.metadata, ...marked(found, wanted) } };
    });
  }

  /** Takes it away, if it belongs to an installation or to the product. */
  async remove(extension: string): Promise<void> {
    const found = await this.#find(extension);
    if (found === undefined || !mayReplace(found)) return;
    await this.#client
      .delete({ ...UI_BUNDLES, name: extension }, { preconditions: { uid: found.metadata.uid! } })
      .catch((error: unknown) => {
        if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
      });
  }

  async setEnabled(extension: string, enabled: boolean): Promise<void> {
    const state = enabled ? 'Available' : 'Disabled';
    await this.#write(extension, (found) => {
      if (found === undefined || stateOf(found) === state) return undefined;
      return { ...found, status: { ...found.status, state } };
    });
  }

  /** The version that is in force. */
  async current(extension: string): Promise<{ version: string; digest?: string; enabled: boolean } | undefined> {
    const found = await this.#find(extension);
    if (found === undefined) return undefined;
    const { version, digest } = found.spec;
    return { version, digest, enabled: stateOf(found) === 'Available' };
  }

  async snapshot(extension: string): Promise<InterfaceSnapshot> {
    const found = await this.#find(extension);
    if (found === undefined) return null;
    const { name, labels, annotations } = found.metadata;
    return { metadata: { name, labels, annotations }, spec: found.spec, status: found.status };
  }

  /** Puts back what was in force. */
  async restore(extension: string, snapshot: InterfaceSnapshot): Promise<void> {
    if (snapshot === null) return this.remove(extension);
    await this.#write(extension, (found) => ({
      apiVersion: 'extensions.luban.dev/v1alpha1',
      kind: 'UIBundle',
      ...snapshot,
      metadata: { ...found?.metadata, ...snapshot.metadata },
    }));
  }

  async #find(extension: string): Promise<UIBundleObject | undefined> {
    return this.#client.get<UIBundleObject>({ ...UI_BUNDLES, name: extension }).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
  }

  /** @param change returns what is to stand there; undefined: what stands there */
  async #write(extension: string, change: (found: UIBundleObject | undefined) => UIBundleObject | undefined) {
    for (let tries = 1; ; tries++) {
      try {
        const found = await this.#find(extension);
        const wanted = change(found);
        if (wanted === undefined) return;
        if (found === undefined) await this.#client.create(UI_BUNDLES, wanted);
        else await this.#client.update({ ...UI_BUNDLES, name: extension }, wanted);
        return;
      } catch (error) {
        // Somebody else wrote in between.
        const again = isStatusError(error, 'Conflict') || isStatusError(error, 'AlreadyExists');
        if (!again || tries === TRIES) throw error;
      }
    }
  }
}

/** What somebody has applied by hand is theirs. */
function mayReplace({ metadata: { annotations = {} } }: UIBundleObject): boolean {
  return annotations[INSTALLED_MARK] !== undefined || annotations[MARKS.origin] !== undefined;
}

/** From now on the object belongs to the installation and follows no folder. */
function marked(
  { metadata }: UIBundleObject,
  wanted: UIBundleObject,
): Pick<UIBundleObject['metadata'], 'labels' | 'annotations'> {
  const { [MARKS.origin]: _, [MARKS.pinned]: __, [MARKS.server]: ___, ...annotations } = metadata.annotations ?? {};
  return {
    labels: { ...metadata.labels, ...wanted.metadata.labels },
    annotations: { ...annotations, ...wanted.metadata.annotations },
  };
}
