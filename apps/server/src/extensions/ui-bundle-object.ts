import { createHash } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import type { Bundle, ExtensionStateName } from './bundle.ts';

export const UI_BUNDLES = { group: 'extensions.luban.dev', version: 'v1alpha1', resource: 'uibundles' } as const;

/** Where a bundle's files are. Exactly one is set; none for a manifest that needs no files. */
export interface UIBundleSource {
  /** `<name>-<version>` of a package that the server has. */
  package?: string;
  /** A `.tgz` in a key of a ConfigMap's `binaryData`. */
  configMapRef?: { namespace: string; name: string; key?: string };
  /** A `.tgz` behind http or https. */
  url?: string;
  oci?: string;
}

/** `UIBundle` as it comes from the cluster. The definition keeps the types of the fields, and nothing else. */
export interface UIBundleObject extends KubeObject {
  spec: {
    version: string;
    manifest: unknown;
    /** `sha256:…` of `extension.json`, which holds the digests of all files, or of the archive. */
    digest?: string;
    source?: UIBundleSource;
  };
  status?: { state?: ExtensionStateName };
}

/** Annotations and labels on objects that the server makes of packages. */
export const MARKS = {
  /** `builtin` or `installed`. Its presence says that the object follows the package. */
  origin: 'luban.dev/package-origin',
  /** Present: somebody chose this version, and a newer one does not take its place. */
  pinned: 'luban.dev/pinned',
  /** The server that has an installed package in its data folder. */
  server: 'luban.dev/server',
} as const;

export interface Publication {
  bundle: Bundle;
  pinned: boolean;
  /** See `MARKS.server`. */
  server: string;
}

/** The object that puts a version of a package in force. */
export function uiBundleOf({ bundle, pinned, server }: Publication): UIBundleObject {
  const { name, version, manifest, digest, origin } = bundle;
  return {
    apiVersion: 'extensions.luban.dev/v1alpha1',
    kind: 'UIBundle',
    metadata: {
      name,
      labels: { 'kubesphere.io/extension-ref': name, 'app.kubernetes.io/managed-by': 'luban' },
      annotations: {
        [MARKS.origin]: origin,
        ...(pinned && { [MARKS.pinned]: 'true' }),
        ...(origin === 'installed' && { [MARKS.server]: server }),
      },
    },
    spec: { version, manifest, digest, source: { package: `${name}-${version}` } },
    status: { state: 'Available' },
  };
}

export const isPublished = ({ metadata }: KubeObject) => metadata.annotations?.[MARKS.origin] !== undefined;
export const isPinned = ({ metadata }: KubeObject) => metadata.annotations?.[MARKS.pinned] !== undefined;

export function stateOf({ status }: UIBundleObject): ExtensionStateName {
  return status?.state === 'Disabled' ? 'Disabled' : 'Available';
}

export function sha256Of(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
