import { RegistryError } from '../registry-error.ts';
import { DIGEST } from './oci-reference.ts';

export const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json';
export const HELM_CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
/** What Helm 3 wrote before the format was settled. */
const EARLY_HELM_CHART = 'application/tar+gzip';

export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** Source: the OCI image specification. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  artifactType?: string;
  annotations: ReadonlyMap<string, string>;
}

/** A manifest, or an index of manifests. */
export interface Manifest {
  /** `sha256:…` of its bytes. */
  digest: string;
  bytes: Uint8Array;
  artifactType?: string;
  config?: Descriptor;
  layers: readonly Descriptor[];
  /** Of an index. */
  manifests: readonly Descriptor[];
  annotations: ReadonlyMap<string, string>;
}

const MOST_PARTS = 1_000;

/** @throws RegistryError LB7228 */
export function readManifest(bytes: Uint8Array, digest: string, reference: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new RegistryError('LB7228', { reference }, { cause: error });
  }
  if (!isRecord(json)) throw new RegistryError('LB7228', { reference });
  const config = descriptor(json.config);
  return {
    digest,
    bytes,
    layers: descriptors(json.layers),
    manifests: descriptors(json.manifests),
    annotations: texts(json.annotations),
    ...(typeof json.artifactType === 'string' && { artifactType: json.artifactType }),
    ...(config !== undefined && { config }),
  };
}

/** The layer that is the archive of a chart; undefined when the artifact is none. */
export function chartLayer({ config, layers }: Manifest): Descriptor | undefined {
  if (config?.mediaType !== HELM_CONFIG) return undefined;
  return layers.find(({ mediaType }) => mediaType === HELM_CHART || mediaType === EARLY_HELM_CHART);
}

function descriptors(value: unknown): Descriptor[] {
  return Array.isArray(value) ? value.slice(0, MOST_PARTS).flatMap((entry: unknown) => descriptor(entry) ?? []) : [];
}

function descriptor(value: unknown): Descriptor | undefined {
  if (!isRecord(value)) return undefined;
  const { mediaType, digest, size, artifactType } = value;
  if (typeof digest !== 'string' || !DIGEST.test(digest) || typeof mediaType !== 'string') return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return {
    ...{ mediaType, digest, size, annotations: texts(value.annotations) },
    ...(typeof artifactType === 'string' && { artifactType }),
  };
}

function texts(value: unknown): Map<string, string> {
  const pairs = isRecord(value) ? Object.entries(value) : [];
  return new Map(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
