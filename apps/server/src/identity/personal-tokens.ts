import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isStatusError, type KubeObject, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { written } from './host-cluster.ts';
import { dataOf, encodeData, type OwnSecrets, SECRETS } from './own-secrets.ts';
import type { TokenHolder, TokenKind } from './token-identities.ts';
import { ownedBy, USER_REFERENCE, type User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

/** What a person may know of a token of theirs. Times are RFC 3339. */
export interface PersonalToken {
  id: string;
  name: string;
  created: string;
  /** Absent: it does not end by itself. */
  expires?: string;
  /** Within an hour. Absent: never used. */
  lastUsed?: string;
}

export interface PersonalTokensOptions {
  client: KubeClient;
  secrets: OwnSecrets;
  users: UserDirectory;
  now: () => number;
  onError: (error: unknown) => void;
}

const PREFIX = 'luban_pat_';
const TOKEN = /^luban_pat_([a-f\d]{16})_([\w-]{43})$/;
const PART = 'luban.dev/part';
const ACCESS_TOKEN = 'access-token';
const NAME = 'luban.dev/token-name';
const EXPIRES = 'luban.dev/expires';
const LAST_USED = 'luban.dev/last-used';
/** Milliseconds between two notes that a token was used. */
const USE_NOTED_EVERY = 3_600_000;

/** Personal access tokens: each a Secret of the product's namespace that holds a digest of it and ends with its user. */
export class PersonalTokens implements TokenKind {
  readonly #options: PersonalTokensOptions;
  /** Name of the Secret to the time when a use was noted. */
  readonly #noted = new Map<string, number>();

  constructor(options: PersonalTokensOptions) {
    this.#options = options;
  }

  /** @returns the token itself, which nobody can find out again */
  async create(user: User, name: string, expires: number | undefined): Promise<PersonalToken & { token: string }> {
    const id = randomBytes(8).toString('hex');
    const token = `${PREFIX}${id}_${randomBytes(32).toString('base64url')}`;
    const made = this.#options.client.create<KubeObject>(
      { ...SECRETS, namespace: OWN_NAMESPACE },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'luban.dev/access-token',
        metadata: {
          name: secretName(id),
          labels: { ...OWN_LABELS, [PART]: ACCESS_TOKEN, [USER_REFERENCE]: user.name },
          annotations: { [NAME]: name, ...(expires !== undefined && { [EXPIRES]: timestamp(expires) }) },
          ownerReferences: [ownedBy(user)],
        },
        data: encodeData({ digest: digestOf(token), user: user.name, uid: user.uid }),
      },
    );
    return { ...describe(await written(made)), token };
  }

  /** The newest first, as the cluster has them now: one that was just made is there. */
  async list(user: User): Promise<PersonalToken[]> {
    const labelSelector = `${PART}=${ACCESS_TOKEN},${USER_REFERENCE}=${user.name}`;
    const listing = this.#options.client.list<KubeObject>(SECRETS, { namespace: OWN_NAMESPACE, labelSelector });
    const { items } = await written(listing);
    return items
      .filter((secret) => isTokenOf(secret, user))
      .map(describe)
      .sort((a, b) => b.created.localeCompare(a.created) || a.id.localeCompare(b.id));
  }

  /** @returns false when the user has no such token */
  async remove(user: User, id: string): Promise<boolean> {
    if (!/^[a-f\d]{16}$/.test(id)) return false;
    const secret = await this.#options.secrets.find(secretName(id));
    if (secret === undefined || !isTokenOf(secret, user)) return false;
    try {
      await this.#options.client.delete({ ...SECRETS, namespace: OWN_NAMESPACE, name: secretName(id) });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
    return true;
  }

  takes(token: string): boolean {
    return token.startsWith(PREFIX);
  }

  async authenticate(token: string): Promise<TokenHolder | undefined> {
    const id = TOKEN.exec(token)?.[1];
    if (id === undefined) return undefined;
    const secret = await this.#options.secrets.find(secretName(id));
    const digest = secret && dataOf(secret, 'digest');
    if (secret === undefined || digest === undefined || !isSame(digest, digestOf(token))) return undefined;
    if (!this.#lasts(secret)) return undefined;
    const user = await this.#userOf(secret);
    if (user === undefined) return undefined;
    this.#noteUse(secret);
    const { name, groups } = user;
    return {
      identity: { name, groups, kind: 'user', via: 'token' },
      user,
      alive: () => this.#aliveAsHeard(secret),
    };
  }

  watch(listener: () => void): Disposable {
    const { secrets } = this.#options;
    return secrets.watch((secret) => {
      if (secret.metadata.labels?.[PART] === ACCESS_TOKEN) listener();
    });
  }

  #aliveAsHeard(seen: KubeObject): boolean {
    const { secrets, users } = this.#options;
    const name = seen.metadata.name!;
    const secret = secrets.get(name) ?? (secrets.isGone(name) ? undefined : seen);
    if (secret === undefined || !this.#lasts(secret)) return false;
    const user = users.get(dataOf(secret, 'user') ?? '');
    return user !== undefined && isHolder(secret, user);
  }

  async #userOf(secret: KubeObject): Promise<User | undefined> {
    const name = dataOf(secret, 'user') ?? '';
    const heard = this.#options.users.get(name);
    if (heard !== undefined && isHolder(secret, heard)) return heard;
    const fresh = await this.#options.users.fresh(name);
    return fresh !== undefined && isHolder(secret, fresh) ? fresh : undefined;
  }

  #lasts({ metadata }: KubeObject): boolean {
    const expires = metadata.annotations?.[EXPIRES];
    return (
      metadata.deletionTimestamp === undefined && (expires === undefined || Date.parse(expires) > this.#options.now())
    );
  }

  #noteUse({ metadata }: KubeObject): void {
    const { client, now, onError } = this.#options;
    const name = metadata.name!;
    const noted = this.#noted.get(name) ?? Date.parse(metadata.annotations?.[LAST_USED] ?? '');
    if (now() - noted < USE_NOTED_EVERY) return;
    this.#noted.set(name, now());
    if (this.#noted.size > 10_000) this.#noted.delete(this.#noted.keys().next().value!);
    const patch = { metadata: { annotations: { [LAST_USED]: timestamp(now()) } } };
    client.patch({ ...SECRETS, namespace: OWN_NAMESPACE, name }, 'merge', patch).catch((error: unknown) => {
      if (!isStatusError(error, 'NotFound')) onError(error);
    });
  }
}

const secretName = (id: string) => `access-token-${id}`;

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function isHolder(secret: KubeObject, user: User): boolean {
  return user.state !== 'Disabled' && dataOf(secret, 'uid') === user.uid;
}

function isTokenOf(secret: KubeObject, user: User): boolean {
  const isToken = secret.metadata.labels?.[PART] === ACCESS_TOKEN;
  return isToken && dataOf(secret, 'user') === user.name && dataOf(secret, 'uid') === user.uid;
}

function describe({ metadata }: KubeObject): PersonalToken {
  const { name = '', creationTimestamp = '', annotations = {} } = metadata;
  const expires = annotations[EXPIRES];
  const lastUsed = annotations[LAST_USED];
  return {
    id: name.slice('access-token-'.length),
    name: annotations[NAME] ?? '',
    created: creationTimestamp,
    ...(expires !== undefined && { expires }),
    ...(lastUsed !== undefined && { lastUsed }),
  };
}
