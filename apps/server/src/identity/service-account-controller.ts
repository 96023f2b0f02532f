import { randomBytes } from 'node:crypto';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { dataOf, encodeData, SECRETS } from './own-secrets.ts';
import { SerialQueue } from './serial-queue.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import {
  ACCOUNT_NAME,
  ACCOUNT_UID,
  SERVICE_ACCOUNTS,
  type ServiceAccountObject,
  type ServiceAccounts,
  TOKEN_TYPE,
} from './service-accounts.ts';

export interface ServiceAccountControllerOptions {
  client: KubeClient;
  accounts: ServiceAccounts;
  tokens: ServiceAccountTokens;
  onError: (error: unknown) => void;
}

/**
 * Gives each service account a Secret with a token, fills in Secrets that somebody made for one, lists them in the
 * account's `secrets`, and removes those whose account is gone. Source of the forms: KubeSphere.
 */
export function startServiceAccountController(options: ServiceAccountControllerOptions): AsyncDisposable {
  const { accounts, onError } = options;
  const queue = new SerialQueue((key) => reconcile(options, key), onError);
  const ofAccount = ({ metadata }: KubeObject) => queue.add(`${metadata.namespace}/${metadata.name}`);
  const ofSecret = ({ metadata }: KubeObject) => {
    const account = metadata.annotations?.[ACCOUNT_NAME];
    if (account !== undefined) queue.add(`${metadata.namespace}/${account}`);
  };
  const subscriptions = new DisposableStack();
  subscriptions.use(accounts.accounts.subscribe({ onAdd: ofAccount, onUpdate: ofAccount, onDelete: ofAccount }));
  subscriptions.use(accounts.secrets.subscribe({ onAdd: ofSecret, onUpdate: ofSecret, onDelete: ofSecret }));
  return {
    async [Symbol.asyncDispose]() {
      subscriptions.dispose();
      await queue[Symbol.asyncDispose]();
    },
  };
}

async function reconcile(options: ServiceAccountControllerOptions, key: string): Promise<void> {
  const { client, accounts } = options;
  const [namespace = '', name = ''] = key.split('/');
  // Its Secret may be heard of before the account itself is.
  const account = await accounts.account(namespace, name);
  const isThere = account !== undefined && account.metadata.deletionTimestamp === undefined;
  const held: string[] = [];
  for (const secret of [...accounts.secrets.values()]) {
    const { metadata } = secret;
    if (metadata.namespace !== namespace || metadata.annotations?.[ACCOUNT_NAME] !== name) continue;
    const uid = metadata.annotations[ACCOUNT_UID];
    const isOfAnother = isThere && uid !== undefined && uid !== account.metadata.uid;
    if (!isThere || isOfAnother) await remove(client, namespace, metadata.name!);
    else {
      if (dataOf(secret, 'token') === undefined || uid === undefined) await fill(options, account, secret);
      held.push(metadata.name!);
    }
  }
  if (!isThere) return;
  if (held.length === 0) {
    // One that was made is listed when it is heard of.
    const unheard = await unheardSecrets(client, account);
    if (unheard.length === 0) await create(options, account);
    return;
  }
  await list(client, account, held.sort());
}

/** What was made a moment ago may not have been heard of: asking once more saves a second token. */
async function unheardSecrets(client: KubeClient, { metadata }: ServiceAccountObject): Promise<KubeObject[]> {
  const { items } = await client.list(SECRETS, {
    namespace: metadata.namespace,
    fieldSelector: `type=${TOKEN_TYPE}`,
  });
  return items.filter((secret) => secret.metadata.annotations?.[ACCOUNT_UID] === metadata.uid);
}

async function create(
  { client, tokens }: ServiceAccountControllerOptions,
  account: ServiceAccountObject,
): Promise<void> {
  const { namespace, name = '', uid = '' } = account.metadata;
  const secret = `${name.slice(0, 200)}-token-${randomBytes(3).toString('hex')}`;
  await client.create(
    { ...SECRETS, namespace },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: TOKEN_TYPE,
      metadata: {
        name: secret,
        namespace,
        annotations: { [ACCOUNT_NAME]: name, [ACCOUNT_UID]: uid },
        ownerReferences: [{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'ServiceAccount', name, uid }],
      },
      data: encodeData({ token: await tokens.issue(account, secret) }),
    },
  );
}

async function fill(
  { client, tokens }: ServiceAccountControllerOptions,
  account: ServiceAccountObject,
  { metadata }: KubeObject,
): Promise<void> {
  const { namespace, uid = '' } = account.metadata;
  const patch = {
    metadata: { resourceVersion: metadata.resourceVersion, annotations: { [ACCOUNT_UID]: uid } },
    data: encodeData({ token: await tokens.issue(account, metadata.name!) }),
  };
  await client.patch({ ...SECRETS, namespace, name: metadata.name }, 'merge', patch).catch(ignoreRace);
}

async function list(client: KubeClient, account: ServiceAccountObject, held: readonly string[]): Promise<void> {
  const { namespace, name, resourceVersion } = account.metadata;
  const listed = (account.secrets ?? []).map((secret) => secret.name).sort();
  if (JSON.stringify(listed) === JSON.stringify(held)) return;
  const secrets = held.map((secret) => ({ kind: 'Secret', namespace, name: secret }));
  await client
    .patch({ ...SERVICE_ACCOUNTS, namespace, name }, 'merge', { metadata: { resourceVersion }, secrets })
    .catch(ignoreRace);
}

async function remove(client: KubeClient, namespace: string, name: string): Promise<void> {
  await client.delete({ ...SECRETS, namespace, name }).catch(ignoreRace);
}

/** Whoever changed or removed it meanwhile causes an event, and with it another run. */
function ignoreRace(error: unknown): void {
  if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
}
