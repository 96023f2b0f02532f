import { createHash } from 'node:crypto';
import { isStatusError, type KubeObject, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { dataOf, encodeData, type OwnSecrets, SECRETS } from './own-secrets.ts';
import type { Session } from './sessions.ts';
import { ownedBy, USER_REFERENCE, type User } from './user.ts';

/** What an OpenID provider gave for a session. */
export interface ProviderTokens {
  idToken: string;
  /** Absent: the provider does not let its word be renewed, so that the session lasts as one with a password does. */
  refreshToken?: string;
  /** Milliseconds of the epoch when the provider has to be asked again. */
  expires?: number;
}

export type RenewalOutcome =
  | { outcome: 'renewed'; tokens: ProviderTokens }
  /** The provider says that the person is signed out there, or must not come in any more. */
  | { outcome: 'ended' }
  | { outcome: 'unreachable' };

export interface ProviderSessionsOptions {
  client: KubeClient;
  secrets: OwnSecrets;
  /** Asks the provider of that name. Never rejects. */
  renew(provider: string, tokens: ProviderTokens): Promise<RenewalOutcome>;
  now: () => number;
}

const PART = 'luban.dev/part';
const SESSION = 'provider-session';
const EXPIRES = 'luban.dev/expires';
const RENEWING = 'luban.dev/renewing-until';
/** Milliseconds before the end from which on the provider is asked. */
const AHEAD = 30_000;
/** Milliseconds that a replica has for asking. */
const CLAIM = 20_000;
/** Milliseconds that a session goes on while its provider does not answer. */
const GRACE = 15 * 60_000;
/** Milliseconds until an unreachable provider is asked again. */
const RETRY = 10_000;

/**
 * Sessions that an OpenID provider vouches for. The tokens are kept in a Secret each, so that of all requests at all
 * replicas one renews them, and that the session ends everywhere when its Secret goes.
 */
export class ProviderSessions {
  readonly #options: ProviderSessionsOptions;
  readonly #renewing = new Map<string, Promise<boolean>>();
  /** Name of the Secret to the time before which the provider is not asked again. */
  readonly #retry = new Map<string, number>();

  constructor(options: ProviderSessionsOptions) {
    this.#options = options;
  }

  async start(id: string, user: User, provider: string, tokens: ProviderTokens): Promise<void> {
    await this.#options.client.create(
      { ...SECRETS, namespace: OWN_NAMESPACE },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'luban.dev/provider-session',
        metadata: {
          name: secretName(id),
          labels: { ...OWN_LABELS, [PART]: SESSION, [USER_REFERENCE]: user.name },
          annotations: annotationsOf(tokens),
          ownerReferences: [ownedBy(user)],
        },
        data: encodeData(dataOfTokens(provider, tokens)),
      },
    );
  }

  /** Whether the provider still vouches for the session, as far as one has to know now. */
  async holds(session: Session): Promise<boolean> {
    const name = secretName(session.id);
    const secret = await this.#options.secrets.find(name);
    if (secret === undefined) return false;
    const expires = expiryOf(secret);
    if (expires === undefined || this.#options.now() < expires - AHEAD) return true;
    let renewing = this.#renewing.get(name);
    if (renewing === undefined) {
      renewing = this.#renew(secret, expires).finally(() => this.#renewing.delete(name));
      this.#renewing.set(name, renewing);
    }
    return renewing;
  }

  /** As far as was heard. */
  isOver(session: Session): boolean {
    return session.provider !== undefined && this.#options.secrets.isGone(secretName(session.id));
  }

  /** @returns what the provider needs to know to end the person's session there too */
  async end(session: Session): Promise<string | undefined> {
    const name = secretName(session.id);
    const secret = await this.#options.secrets.find(name);
    await this.#remove(name);
    return secret && dataOf(secret, 'idToken');
  }

  /** Removes Secrets of sessions that are over by their age. */
  async sweep(startedBefore: number): Promise<void> {
    for (const { metadata } of this.#options.secrets.labelled(PART, SESSION)) {
      if (Date.parse(metadata.creationTimestamp ?? '') < startedBefore) await this.#remove(metadata.name!);
    }
  }

  async #renew(secret: KubeObject, expires: number): Promise<boolean> {
    const { now } = this.#options;
    const name = secret.metadata.name!;
    const graced = now() < expires + GRACE;
    const busyUntil = Date.parse(secret.metadata.annotations?.[RENEWING] ?? '');
    // Another replica is asking.
    if (now() < busyUntil || now() < (this.#retry.get(name) ?? 0)) return graced;
    if ((await this.#claim(secret)) === undefined) return graced;
    const result = await this.#options.renew(dataOf(secret, 'provider') ?? '', tokensOf(secret, expires));
    if (result.outcome === 'renewed') {
      await this.#write(name, result.tokens);
      return true;
    }
    if (result.outcome === 'ended' || !graced) {
      await this.#remove(name);
      return false;
    }
    this.#retry.set(name, now() + RETRY);
    if (this.#retry.size > 10_000) this.#retry.delete(this.#retry.keys().next().value!);
    await this.#patch(name, { metadata: { annotations: { [RENEWING]: null } } });
    return true;
  }

  /**
   * A refresh token may be good for one use, so one replica alone may use it. Undefined: another one does, or the host
   * cluster does not answer, which is no fault of the person's.
   */
  async #claim({ metadata }: KubeObject): Promise<KubeObject | undefined> {
    const annotations = { [RENEWING]: timestamp(this.#options.now() + CLAIM) };
    const patch = { metadata: { resourceVersion: metadata.resourceVersion, annotations } };
    return this.#patch(metadata.name!, patch).catch(() => undefined);
  }

  async #write(name: string, tokens: ProviderTokens): Promise<void> {
    const annotations = { ...annotationsOf(tokens), [RENEWING]: null };
    const { provider: _, ...texts } = dataOfTokens('', tokens);
    await this.#patch(name, { metadata: { annotations }, data: encodeData(texts) }).catch((error: unknown) => {
      // Signed out meanwhile.
      if (!isStatusError(error, 'NotFound')) throw error;
    });
  }

  #patch(name: string, patch: unknown): Promise<KubeObject> {
    return this.#options.client.patch({ ...SECRETS, namespace: OWN_NAMESPACE, name }, 'merge', patch);
  }

  async #remove(name: string): Promise<void> {
    try {
      await this.#options.client.delete({ ...SECRETS, namespace: OWN_NAMESPACE, name });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }
}

/** Ids of sessions have letters that names must not have. */
function secretName(id: string): string {
  return `session-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

function annotationsOf({ expires, refreshToken }: ProviderTokens): Record<string, string> {
  return expires === undefined || refreshToken === undefined ? {} : { [EXPIRES]: String(expires) };
}

function expiryOf({ metadata }: KubeObject): number | undefined {
  const expires = Number(metadata.annotations?.[EXPIRES] ?? Number.NaN);
  return Number.isFinite(expires) ? expires : undefined;
}

function dataOfTokens(provider: string, { idToken, refreshToken }: ProviderTokens): Record<string, string> {
  return { provider, idToken, ...(refreshToken !== undefined && { refreshToken }) };
}

function tokensOf(secret: KubeObject, expires: number): ProviderTokens {
  const refreshToken = dataOf(secret, 'refreshToken');
  return { idToken: dataOf(secret, 'idToken') ?? '', expires, ...(refreshToken !== undefined && { refreshToken }) };
}
