/** What a spec file about kubectl needs: one server, and each kubectl in a namespace of its own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { KUBE_RELEASES, type KubeRelease } from './kube-binaries.ts';
import { createKubectl, type Kubectl } from './kubectl.ts';
import { type Product, startProduct } from './product.ts';

export interface KubeStage {
  readonly product: Product;
  /** In the namespace `work-v32` and so on. */
  kubectl(release: KubeRelease): Kubectl;
}

/** To be called at the top of a spec file; the stage stands from the first test on. */
export function kubeStage(): KubeStage {
  const resources = new AsyncDisposableStack();
  const clients = new Map<KubeRelease, Kubectl>();
  let product: Product | undefined;
  const standing = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The stage stands only while tests run');
    return value;
  };
  beforeAll(async () => {
    product = resources.use(await startProduct());
    for (const release of KUBE_RELEASES) {
      const kubectl = resources.use(await createKubectl(release, join(product.dataDir, 'kubeconfig')));
      await kubectl(`create namespace ${namespaceOf(release)}`);
      await kubectl(`config set-context --current --namespace=${namespaceOf(release)}`);
      clients.set(release, kubectl);
    }
  });
  afterAll(() => resources.disposeAsync());
  return {
    get product() {
      return standing(product);
    },
    kubectl: (release) => standing(clients.get(release)),
  };
}

export const namespaceOf = (release: KubeRelease): string => `work-${release}`;

/** Writes a file where kubectl works. @returns its path */
export async function manifest(kubectl: Kubectl, name: string, text: string): Promise<string> {
  const path = join(kubectl.home, name);
  await writeFile(path, text);
  return path;
}

/** Cells of a table that kubectl printed, by column, in the order of the columns. */
export function table(text: string): { columns: string[]; rows: Record<string, string>[] } {
  const [head = '', ...lines] = text.replace(/\n$/, '').split('\n');
  // A column begins where its name does; names may hold single spaces.
  const starts = [...head.matchAll(/\S+(?: \S+)*/g)].map(({ index, 0: name }) => ({ index, name }));
  const cells = (line: string) =>
    starts.map(({ index, name }, i) => [name, line.slice(index, starts[i + 1]?.index).trim()] as const);
  return { columns: starts.map(({ name }) => name), rows: lines.map((line) => Object.fromEntries(cells(line))) };
}
