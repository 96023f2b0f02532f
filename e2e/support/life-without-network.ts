/** What an administrator does with the catalogue, told as JSON. Runs in a process of its own, without a network. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packFolder } from '@luban/extension-package';
import { launchBrowser } from './browser.ts';
import { REPOSITORY, startProduct } from './product.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A version that no repository offers. */
const UPLOADED = '1.2.0';

const outside = await fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(5_000) }).then(
  () => 'answered',
  ({ cause }: Error) => (cause as NodeJS.ErrnoException | undefined)?.code ?? 'no answer',
);

await using product = await startProduct();

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await product.api.request(method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 120_000;
  let last: unknown;
  while (performance.now() < deadline) {
    const found = await look().catch((error: unknown) => {
      last = error;
      return undefined;
    });
    if (found !== undefined) return found;
    await sleep(150);
  }
  throw new Error(`${what} did not come. ${product.output().slice(-2_000)}`, { cause: last });
}

interface Catalogue {
  extensions: { name: string; recommendedVersion?: string }[];
}

interface Installation {
  state: string;
  version?: string;
  problems: unknown[];
}

const installed = (version: string) =>
  eventually(`pinboard ${version}`, async () => {
    const found = await ask<Installation>('GET', '/api/center/installations/pinboard');
    return found.state === 'Installed' && found.version === version ? found : undefined;
  });

const consentTo = async (version: string) => {
  const path = `/api/center/extensions/pinboard/versions/${version}`;
  const { permissions } = await eventually(path, () => ask<{ permissions: { digest: string } }>('GET', path));
  return permissions.digest;
};

/** The folder of the example as its author would publish the next one. */
async function nextVersion(): Promise<Buffer> {
  await using folder = await temporaryFolder();
  const copy = join(folder.path, 'pinboard');
  await cp(join(REPOSITORY, 'examples/pinboard/v2'), copy, { recursive: true });
  for (const file of ['extension.yaml', 'ui/extension.json']) {
    const text = await readFile(join(copy, file), 'utf8');
    await writeFile(join(copy, file), text.replace(/("?version"?: ?"?)1\.1\.0/, `$1${UPLOADED}`));
  }
  return Buffer.from((await packFolder(copy)).archive);
}

const catalogue = await eventually('The catalogue', async () => {
  const found = await ask<Catalogue>('GET', '/api/center/catalogue');
  // It comes one by one.
  const isThere = (wanted: string) => found.extensions.some(({ name }) => name === wanted);
  return ['pinboard', 'clusters', 'resources'].every(isThere) ? found : undefined;
});

await ask('POST', '/api/center/extensions/pinboard/install', { version: '1.0.0', consent: await consentTo('1.0.0') });
const first = await installed('1.0.0');

const uploaded = await ask<{ name: string; version: string }>('POST', '/api/center/packages', await nextVersion());
await ask('POST', '/api/center/extensions/pinboard/upgrade', { version: UPLOADED, consent: await consentTo(UPLOADED) });
const second = await installed(UPLOADED);

await using browser = await launchBrowser();
const hosts = new Set<string>();
let shown = '';
{
  await using person = await browser.person(product);
  person.context.on('request', (request) => hosts.add(new URL(request.url()).host));
  const { page } = await person.open('/extensions/marketplace');
  const card = page.getByRole('listitem').filter({ has: page.locator('a[href$="/extensions/marketplace/pinboard"]') });
  await card.waitFor();
  shown = (await card.textContent()) ?? '';
}

const repositories = await ask<{ repositories: { name: string; problem?: unknown; chartProblems: unknown[] }[] }>(
  ...(['GET', '/api/center/repositories'] as const),
);

process.stdout.write(
  JSON.stringify({
    interfaces: Object.keys(networkInterfaces()),
    outside,
    names: catalogue.extensions.map(({ name }) => name),
    ...{ first, uploaded, second, shown },
    hosts: [...hosts],
    own: new URL(product.url).host,
    repositories: repositories.repositories,
    output: product.output(),
  }),
);
