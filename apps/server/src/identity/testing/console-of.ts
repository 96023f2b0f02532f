/** Consoles in front of a provider of their own, and a browser. */
import { expect, onTestFinished } from 'vitest';
import { freeAddress } from '../../test-support/free-address.ts';
import { openIdProvider, type ProviderSecretOptions } from '../../test-support/openid-provider.ts';
import { WebBrowser } from '../../test-support/web-browser.ts';
import { eventually } from './eventually.ts';
import type { IdentityReplica, IdentityStage } from './identity-stage.ts';

export const MINUTE = 60_000;
export const SECRETS = { group: '', version: 'v1', resource: 'secrets', namespace: 'luban-system' } as const;

let places = 0;

export interface PlaceOptions extends Omit<ProviderSecretOptions, 'name'> {
  replicas?: number;
  /** Whether the administrator allowed the provider's address. Default: true. */
  allowed?: boolean;
}

/** Two people are known to the provider: `ada`, and `eve`, who calls herself as the administrator is called. */
export async function signInPlace(stage: IdentityStage, options: PlaceOptions = {}) {
  const { replicas: count = 1, allowed = true, ...secret } = options;
  const sso = `sso-${++places}`;
  const ada = `ada-${places}`;
  const ports = await Promise.all(Array.from({ length: count }, freeAddress));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const provider = await openIdProvider(urls, [sso, `${sso}-other`]);
  provider.account = ada;
  provider.people = {
    [ada]: { preferred_username: ada, name: 'Ada Lovelace', email: `${ada}@example.com`, email_verified: true },
    eve: { preferred_username: 'admin', name: 'Eve', email: 'root@example.com', email_verified: false },
  };
  const replicas: IdentityReplica[] = [];
  for (const port of ports) replicas.push(await stage.open({ port, allowHosts: allowed ? [provider.host] : [] }));
  const object = provider.secret({ ...secret, name: sso });
  await stage.kube().create(SECRETS, object);
  onTestFinished(async () => {
    await stage.kube().delete({ ...SECRETS, name: object.metadata.name });
  });
  const [url] = urls as [string];
  const browser = new WebBrowser();
  const listed = async () => (await (await browser.send('GET', `${url}/api/session/providers`)).json()).providers;
  await eventually(async () => expect(await listed()).toHaveLength(1));
  return {
    sso,
    ada,
    kube: stage.kube(),
    provider,
    browser,
    url,
    urls,
    replicas,
    listed,
    pass: (milliseconds: number) => {
      for (const { pass } of replicas) pass(milliseconds);
    },
    async who(at = url) {
      const response = await browser.send('GET', `${at}/api/session`);
      return { status: response.status, body: await response.json() };
    },
    signIn: (next = '/', at = url) => browser.open(`${at}/oauth/login/${sso}?next=${encodeURIComponent(next)}`),
    /** Goes as far as the provider's answer, without handing it in. */
    async answer() {
      const isBack = ({ pathname }: URL) => pathname.startsWith('/oauth/redirect');
      return (await browser.open(`${url}/oauth/login/${sso}`, isBack)).url;
    },
    /** How often the provider was asked for tokens. */
    exchanges: () => provider.requests.filter((request) => request === 'POST /token').length,
  };
}

/** Where the person is: the number that the sign-in page tells, or the path of another page. */
export function told({ url }: { url: URL }): string | null {
  return url.pathname === '/login' ? url.searchParams.get('error') : url.pathname;
}
