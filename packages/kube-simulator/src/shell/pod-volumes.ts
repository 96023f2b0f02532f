import type { KeyToPath, Pod, Volume } from '@luban/kube/kinds';
import { InMemoryFs } from 'just-bash';
import { CAPACITY } from './capacity.ts';
import { type ConfigSource, entriesOf } from './config-source.ts';
import { fieldValue, type PodFacts } from './downward.ts';

/** A volume's files, or why they cannot be had. */
export type VolumeContent = { files: Map<string, Uint8Array> } | { problem: string };

/** Volumes that outlive pods: claims, and paths of nodes. */
export class KeptVolumes {
  readonly #volumes = new Map<string, InMemoryFs>();

  get(key: string): InMemoryFs {
    const volume = this.#volumes.get(key) ?? newVolume();
    this.#volumes.set(key, volume);
    return volume;
  }
}

/** The volumes of one pod, which its containers share. */
export class PodVolumes {
  readonly #pod: () => Pod;
  readonly #facts: () => PodFacts;
  readonly #config: ConfigSource;
  readonly #kept: KeptVolumes;
  readonly #volumes = new Map<string, { files: InMemoryFs; projected: Map<string, Uint8Array> }>();

  constructor(pod: () => Pod, facts: () => PodFacts, config: ConfigSource, kept: KeptVolumes) {
    this.#pod = pod;
    this.#facts = facts;
    this.#config = config;
    this.#kept = kept;
  }

  /** Why the pod's volumes cannot be mounted, in the kubelet's words. */
  async problem(): Promise<string | undefined> {
    for (const volume of this.#pod().spec.volumes ?? []) {
      const content = await this.#content(volume);
      if (content !== undefined && 'problem' in content) {
        return volume.persistentVolumeClaim || volume.ephemeral
          ? `Unable to attach or mount volumes: unmounted volumes=[${volume.name}], unattached volumes=[], failed to process volumes=[${volume.name}]: ${content.problem}`
          : `MountVolume.SetUp failed for volume "${volume.name}" : ${content.problem}`;
      }
    }
    return undefined;
  }

  /** The file system of a volume. What config maps and secrets say by now is written to it. */
  async get(name: string): Promise<InMemoryFs | undefined> {
    const volume = this.#pod().spec.volumes?.find((other) => other.name === name);
    if (volume === undefined) return undefined;
    const { namespace = '' } = this.#pod().metadata;
    if (volume.persistentVolumeClaim)
      return this.#kept.get(`claim/${namespace}/${volume.persistentVolumeClaim.claimName}`);
    if (volume.hostPath) return this.#kept.get(`host/${this.#pod().spec.nodeName}/${volume.hostPath.path}`);
    const known = this.#volumes.get(name) ?? { files: newVolume(), projected: new Map() };
    this.#volumes.set(name, known);
    const content = await this.#content(volume);
    if (content !== undefined && 'files' in content) {
      await project(known.files, known.projected, content.files, (path) => modeOf(volume, path));
      known.projected = content.files;
    }
    return known.files;
  }

  /** Absent: a volume that starts empty. */
  async #content(volume: Volume): Promise<VolumeContent | undefined> {
    const namespace = this.#pod().metadata.namespace ?? 'default';
    if (volume.configMap)
      return this.#configMap(namespace, volume.configMap.name ?? '', volume.configMap.items, volume.configMap.optional);
    if (volume.secret)
      return this.#secret(namespace, volume.secret.secretName ?? '', volume.secret.items, volume.secret.optional);
    if (volume.downwardAPI) return { files: this.#downward(volume.downwardAPI.items) };
    if (volume.projected) return this.#projected(namespace, volume.projected.sources ?? []);
    const claimName =
      volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral && `${this.#pod().metadata.name}-${volume.name}`);
    if (!claimName) return undefined;
    const claim = await this.#config.claim(namespace, claimName);
    const introduction = `error processing PVC ${namespace}/${claimName}:`;
    if (claim === undefined) {
      return {
        problem: `${introduction} failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`,
      };
    }
    if (claim.status?.phase === 'Bound') return undefined;
    return {
      problem: `${introduction} PVC has non-bound phase ("${claim.status?.phase ?? ''}") or empty pvc.Spec.VolumeName ("${claim.spec.volumeName ?? ''}")`,
    };
  }

  async #configMap(
    namespace: string,
    name: string,
    items?: readonly KeyToPath[],
    optional?: boolean,
  ): Promise<VolumeContent> {
    const object = await this.#config.configMap(namespace, name);
    if (object === undefined) return optional ? { files: new Map() } : { problem: `configmap "${name}" not found` };
    return select(entriesOf(object), items, optional);
  }

  async #secret(
    namespace: string,
    name: string,
    items?: readonly KeyToPath[],
    optional?: boolean,
  ): Promise<VolumeContent> {
    const object = await this.#config.secret(namespace, name);
    if (object === undefined) return optional ? { files: new Map() } : { problem: `secret "${name}" not found` };
    return select(entriesOf(object), items, optional);
  }

  #downward(items: readonly { path: string; fieldRef?: { fieldPath: string } }[] = []): Map<string, Uint8Array> {
    return new Map(
      items.map(({ path, fieldRef }) => [
        path,
        Buffer.from(fieldRef === undefined ? '' : (fieldValue(this.#pod(), this.#facts(), fieldRef.fieldPath) ?? '')),
      ]),
    );
  }

  async #projected(namespace: string, sources: readonly Record<string, unknown>[]): Promise<VolumeContent> {
    const files = new Map<string, Uint8Array>();
    for (const source of sources) {
      const { configMap, secret, downwardAPI, serviceAccountToken } = source as {
        configMap?: Volume['configMap'];
        secret?: { name?: string; items?: KeyToPath[]; optional?: boolean };
        downwardAPI?: Volume['downwardAPI'];
        serviceAccountToken?: { path?: string };
      };
      let content: VolumeContent = { files: new Map() };
      if (configMap)
        content = await this.#configMap(namespace, configMap.name ?? '', configMap.items, configMap.optional);
      else if (secret) content = await this.#secret(namespace, secret.name ?? '', secret.items, secret.optional);
      else if (downwardAPI) content = { files: this.#downward(downwardAPI.items) };
      else if (serviceAccountToken) {
        // A real token would let a visitor of the simulation act at the API.
        content = {
          files: new Map([[serviceAccountToken.path ?? 'token', Buffer.from('simulated-by-luban-no-token')]]),
        };
      }
      if ('problem' in content) {
        // The cluster's certificate arrives a moment after the namespace.
        if (configMap?.name === 'kube-root-ca.crt') continue;
        return content;
      }
      for (const [path, bytes] of content.files) files.set(path, bytes);
    }
    return { files };
  }
}

export function newVolume(): InMemoryFs {
  return new InMemoryFs({}, { maxTotalBytes: CAPACITY });
}

function select(
  entries: Map<string, Uint8Array>,
  items: readonly KeyToPath[] | undefined,
  optional?: boolean,
): VolumeContent {
  if (items === undefined) return { files: entries };
  const files = new Map<string, Uint8Array>();
  for (const { key, path } of items) {
    const entry = entries.get(key);
    if (entry !== undefined) files.set(path, entry);
    else if (!optional) return { problem: `references non-existent config key: ${key}` };
  }
  return { files };
}

/** Source: core/v1, which reads modes as decimal numbers. Those of sources within a projected volume are left out. */
function modeOf({ configMap, secret, downwardAPI, projected }: Volume, path: string): number {
  const source = configMap ?? secret ?? downwardAPI ?? projected;
  const { items = [], defaultMode = 0o644 } = (source ?? {}) as {
    items?: readonly { path: string; mode?: number }[];
    defaultMode?: number;
  };
  return items.find((item) => item.path === path)?.mode ?? defaultMode;
}

/** Writes what changed, so that the times of other files stay. */
async function project(
  target: InMemoryFs,
  before: Map<string, Uint8Array>,
  files: Map<string, Uint8Array>,
  mode: (path: string) => number,
): Promise<void> {
  for (const path of before.keys()) if (!files.has(path)) await target.rm(`/${path}`, { force: true });
  for (const [path, bytes] of files) {
    const known = before.get(path);
    if (known !== undefined && Buffer.from(known).equals(bytes)) continue;
    target.writeFileSync(absolute(path), bytes, undefined, { mode: mode(path) });
  }
}

function absolute(path: string): string {
  return `/${path
    .split('/')
    .filter((segment) => segment !== '..' && segment !== '')
    .join('/')}`;
}
