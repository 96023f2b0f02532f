import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import { jwtVerify, SignJWT } from 'jose';
import { dataOf, type OwnSecrets } from './own-secrets.ts';
import {
  ACCOUNT_NAME,
  ACCOUNT_UID,
  type ServiceAccountObject,
  type ServiceAccounts,
  TOKEN_TYPE,
} from './service-accounts.ts';
import type { TokenHolder, TokenKind } from './token-identities.ts';

const KEY = 'luban-service-account-key';
const ISSUER = 'luban';
/** Source: KubeSphere. */
const GROUP = 'kubesphere:serviceaccount';
const CLAIM = 'luban.dev/service-account';
/** Verified tokens that are remembered. */
const REMEMBERED = 2_000;

/** What a token says of itself. */
interface Claims {
  namespace: string;
  name: string;
  uid: string;
  secret: string;
}

/**
 * Tokens of KubeSphere's service accounts. One is good as long as its Secret holds it and its service account is there:
 * whoever deletes either takes it back.
 */
export class ServiceAccountTokens implements TokenKind {
  readonly #key: Uint8Array;
  readonly #accounts: ServiceAccounts;
  readonly #verified = new Map<string, Claims>();

  static async open(secrets: OwnSecrets, accounts: ServiceAccounts): Promise<ServiceAccountTokens> {
    const kept = dataOf(await secrets.ensure(KEY, { key: randomBytes(32).toString('hex') }), 'key')?.trim() ?? '';
    if (!/^[\da-f]{64}$/.test(kept))
      throw new Error(`The Secret ${KEY} holds no key. Delete it, and start LuBan again.`);
    return new ServiceAccountTokens(Buffer.from(kept, 'hex'), accounts);
  }

  private constructor(key: Uint8Array, accounts: ServiceAccounts) {
    this.#key = key;
    this.#accounts = accounts;
  }

  /** @param secret name of the Secret that is going to hold it */
  issue(account: ServiceAccountObject, secret: string): Promise<string> {
    const { namespace, name, uid } = account.metadata;
    return new SignJWT({ [CLAIM]: { namespace, name, uid, secret } satisfies Record<keyof Claims, unknown> })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(`${GROUP}:${namespace}:${name}`)
      .setIssuedAt()
      .sign(this.#key);
  }

  takes(token: string): boolean {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
  }

  async authenticate(token: string): Promise<TokenHolder | undefined> {
    const claims = await this.#verify(token);
    if (claims === undefined) return undefined;
    const { namespace, name, secret: holder } = claims;
    const [secret, account] = await Promise.all([
      this.#accounts.secret(namespace, holder),
      this.#accounts.account(namespace, name),
    ]);
    if (!isHeld(token, claims, secret, account)) return undefined;
    return {
      identity: { name: `${GROUP}:${namespace}:${name}`, groups: [GROUP], kind: 'service-account', via: 'token' },
      alive: () => {
        const { secrets, accounts } = this.#accounts;
        return isHeld(token, claims, secrets.get(`${namespace}/${holder}`), accounts.get(`${namespace}/${name}`));
      },
    };
  }

  watch(listener: () => void): Disposable {
    const subscriptions = new DisposableStack();
    for (const informer of [this.#accounts.secrets, this.#accounts.accounts]) {
      subscriptions.use(informer.subscribe({ onUpdate: listener, onDelete: listener }));
    }
    return subscriptions;
  }

  async #verify(token: string): Promise<Claims | undefined> {
    const known = this.#verified.get(token);
    if (known !== undefined) return known;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        clockTolerance: 600,
      });
      const claims = claimsOf(payload[CLAIM]);
      if (claims === undefined) return undefined;
      this.#verified.set(token, claims);
      if (this.#verified.size > REMEMBERED) this.#verified.delete(this.#verified.keys().next().value!);
      return claims;
    } catch {
      return undefined;
    }
  }
}

function claimsOf(claim: unknown): Claims | undefined {
  if (typeof claim !== 'object' || claim === null) return undefined;
  const { namespace, name, uid, secret } = claim as Record<string, unknown>;
  const all = [namespace, name, uid, secret];
  if (!all.every((part) => typeof part === 'string' && part !== '')) return undefined;
  return { namespace, name, uid, secret } as Claims;
}

function isHeld(
  token: string,
  { name, uid }: Claims,
  secret: KubeObject | undefined,
  account: ServiceAccountObject | undefined,
): boolean {
  if (secret === undefined || secret.metadata.deletionTimestamp !== undefined || secret.type !== TOKEN_TYPE)
    return false;
  if (account?.metadata.uid !== uid || account.metadata.deletionTimestamp !== undefined) return false;
  const { [ACCOUNT_NAME]: forName, [ACCOUNT_UID]: forUid } = secret.metadata.annotations ?? {};
  if (forName !== name || forUid !== uid) return false;
  const [held, given] = [Buffer.from(dataOf(secret, 'token') ?? ''), Buffer.from(token)];
  return held.length === given.length && timingSafeEqual(held, given);
}
