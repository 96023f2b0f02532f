import type { Archive, ChartRepository } from '../chart-repository.ts';
import type { Descriptor, Manifest } from '../oci/manifest.ts';
import type { OciRegistry } from '../oci/oci-registry.ts';
import type { FoundSignature } from './verify-signature.ts';

/** Media type of a layer, or of an artifact that refers to a chart: content of a `.sig` file. */
export const SIGNATURE_TYPE = 'application/vnd.luban.signature.v1';
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle';
const SIMPLE_TYPE = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** Bytes. */
const LIMIT = 1024 * 1024;
const MOST_REFERRERS = 20;

/**
 * Where signatures lie: beside an archive on the web; as a layer of a chart, or as an artifact that refers to it, in a
 * registry.
 */
export function findSignatures(repository: ChartRepository, { archive, origin }: Archive, signal?: AbortSignal) {
  if (origin.kind === 'http') return besideArchive(repository, archive, origin.url, signal);
  return inRegistry(origin.registry, origin.path, origin.manifest, archive, signal);
}

async function besideArchive(repository: ChartRepository, archive: Uint8Array, url: URL, signal?: AbortSignal) {
  const beside = (end: string) => {
    const file = new URL(url);
    file.pathname += end;
    return repository.beside(file, LIMIT, signal);
  };
  const [raw, bundle] = await Promise.allSettled([beside('.sig'), beside('.sigstore.json')]);
  const found: FoundSignature[] = [];
  if (raw.status === 'fulfilled' && raw.value !== undefined) found.push({ kind: 'raw', content: raw.value });
  if (bundle.status === 'fulfilled' && bundle.value !== undefined) {
    found.push({ kind: 'bundle', content: bundle.value, over: [archive] });
  }
  // One that is here may do; without any, one that could not be had is no proof that there is none.
  const failed = [raw, bundle].find(({ status }) => status === 'rejected');
  if (found.length === 0 && failed?.status === 'rejected') throw failed.reason;
  return found;
}

async function inRegistry(
  registry: OciRegistry,
  path: string,
  manifest: Manifest,
  archive: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<FoundSignature[]> {
  const over = [archive, manifest.bytes];
  const read = async (layer: Descriptor): Promise<FoundSignature[]> => {
    const isBundle = layer.mediaType.startsWith(BUNDLE_TYPE);
    if (!isBundle && layer.mediaType !== SIGNATURE_TYPE) return [];
    const content = await registry.blob(path, layer, LIMIT, { signal });
    return [isBundle ? { kind: 'bundle', content, over } : { kind: 'raw', content }];
  };
  const found = (await Promise.all(manifest.layers.map(read))).flat();
  const referring = (await registry.referrers(path, manifest.digest, signal)).filter(isSignature);
  for (const { digest } of referring.slice(0, MOST_REFERRERS)) {
    const referrer = await registry.manifestIfThere(path, digest, signal);
    for (const layer of referrer?.layers ?? []) found.push(...(await read(layer)));
  }
  const simple = await registry.manifestIfThere(path, `${manifest.digest.replace(':', '-')}.sig`, signal);
  for (const layer of (simple?.layers ?? []).slice(0, MOST_REFERRERS)) {
    const signature = layer.annotations.get('dev.cosignproject.cosign/signature');
    if (layer.mediaType !== SIMPLE_TYPE || signature === undefined) continue;
    const payload = await registry.blob(path, layer, LIMIT, { signal });
    const signed = { signature: Buffer.from(signature, 'base64'), payload, manifestDigest: manifest.digest };
    found.push({ kind: 'simple', ...signed });
  }
  return found;
}

const isSignature = ({ artifactType = '' }: Descriptor) =>
  artifactType.startsWith(BUNDLE_TYPE) || artifactType === SIGNATURE_TYPE;
