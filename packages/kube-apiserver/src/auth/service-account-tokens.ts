import { randomUUID } from 'node:crypto';
import type { Clock } from '@luban/kube';
import { decodeJwt, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { ServiceAccountKey } from '../pki/service-account-key.ts';
import type { Store } from '../store/store.ts';
import { BoundedCache } from './bounded-cache.ts';
import { authenticatedServiceAccountGroups, serviceAccountUsername } from './service-account-name.ts';
import { isBoundTo, type TokenBinding, tokenBinding } from './token-binding.ts';
import type { UserInfo } from './user.ts';

export const DEFAULT_ISSUER = 'https://kubernetes.default.svc';
/** Issuer of tokens that live in Secrets and never expire. */
export const LEGACY_ISSUER = 'kubernetes/serviceaccount';

export interface ServiceAccountTokenOptions {
  readonly key: ServiceAccountKey;
  readonly store: Store;
  readonly clock: Clock;
  /** Default: `https://kubernetes.default.svc`, which is also the audience of tokens that name none. */
  readonly issuer?: string;
  /** Audiences that tokens for this server may name. Default: the issuer. */
  readonly audiences?: readonly string[];
}

export interface TokenToIssue {
  readonly binding: TokenBinding;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
}

/** Whose token it is, and which of the wanted audiences it is for. */
export interface VerifiedToken {
  readonly user: UserInfo;
  readonly audiences: readonly string[];
}

/** Issues tokens of service accounts and recognizes them. Source: k8s.io/kubernetes/pkg/serviceaccount. */
export interface ServiceAccountTokens {
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** The token, and when it ends in milliseconds of the epoch. */
  issue(token: TokenToIssue): Promise<{ token: string; expires: number }>;
  /** A token without an end, for a Secret of the type `kubernetes.io/service-account-token`. */
  issueLegacy(account: { namespace: string; name: string; uid: string }, secretName: string): Promise<string>;
  /**
   * Undefined for what is no token of ours, has ended, is for somebody else, or is bound to something that is gone.
   *
   * @param audiences Default: those of the server.
   */
  verify(token: string, audiences?: readonly string[]): Promise<VerifiedToken | undefined>;
}

/** Clocks may differ by this much, in seconds. */
const LEEWAY = 60;
const CACHED = 4_096;
/** Longer ones are none of ours. */
const LONGEST = 16_384;

export function createServiceAccountTokens(options: ServiceAccountTokenOptions): ServiceAccountTokens {
  const { key, store, clock, issuer = DEFAULT_ISSUER } = options;
  const audiences = options.audiences ?? [issuer];
  /** Claims of tokens whose signature is right. Everything that can change is checked each time. */
  const signed = new BoundedCache<string, JWTPayload>(CACHED);

  const sign = (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: key.algorithm, kid: key.keyId }).sign(key.privateKey);

  const claimsOf = async (token: string): Promise<JWTPayload | undefined> => {
    const known = signed.get(token);
    if (known !== undefined) return known;
    if (token.length > LONGEST || !isOurs(token, issuer)) return undefined;
    try {
      const { payload } = await jwtVerify(token, key.publicKey, {
        algorithms: [key.algorithm],
        // Checked again at each use, since these claims are kept.
        currentDate: new Date(clock.now()),
        clockTolerance: LEEWAY,
      });
      signed.set(token, payload);
      return payload;
    } catch {
      return undefined;
    }
  };

  return {
    issuer,
    audiences,
    async issue({ binding, audiences: asked, expirationSeconds }) {
      const now = Math.floor(clock.now() / 1000);
      const { namespace, serviceaccount, ...bound } = binding;
      const token = await sign({
        aud: [...(asked.length === 0 ? audiences : asked)],
        exp: now + expirationSeconds,
        iat: now,
        iss: issuer,
        jti: randomUUID(),
        'kubernetes.io': { namespace, ...bound, serviceaccount },
        nbf: now,
        sub: serviceAccountUsername(namespace, serviceaccount.name),
      });
      return { token, expires: (now + expirationSeconds) * 1000 };
    },
    issueLegacy({ namespace, name, uid }, secretName) {
      const prefix = 'kubernetes.io/serviceaccount';
      return sign({
        iss: LEGACY_ISSUER,
        [`${prefix}/namespace`]: namespace,
        [`${prefix}/secret.name`]: secretName,
        [`${prefix}/service-account.name`]: name,
        [`${prefix}/service-account.uid`]: uid,
        sub: serviceAccountUsername(namespace, name),
      });
    },
    async verify(token, wanted = audiences) {
      const claims = await claimsOf(token);
      if (claims === undefined || !isCurrent(claims, clock.now() / 1000)) return undefined;
      const binding = tokenBinding(claims);
      if (binding === undefined || !isBoundTo(store, binding, token, clock.now())) return undefined;
      const meant = claims.iss === LEGACY_ISSUER ? audiences : [claims.aud ?? []].flat();
      const common = wanted.filter((audience) => meant.includes(audience));
      return common.length === 0 ? undefined : { user: userOf(binding, claims), audiences: common };
    },
  };
}

/** Whether it says that it is ours, before its signature is worth a look. */
function isOurs(token: string, issuer: string): boolean {
  try {
    const { iss } = decodeJwt(token);
    return iss === issuer || iss === LEGACY_ISSUER;
  } catch {
    return false;
  }
}

function isCurrent({ iss, exp, nbf }: JWTPayload, now: number): boolean {
  if (exp === undefined) return iss === LEGACY_ISSUER;
  return now <= exp + LEEWAY && (nbf === undefined || now >= nbf - LEEWAY);
}

function userOf({ namespace, serviceaccount, pod, node }: TokenBinding, { jti }: JWTPayload): UserInfo {
  const key = 'authentication.kubernetes.io';
  const extra: Record<string, string[]> = {
    ...(jti !== undefined && { [`${key}/credential-id`]: [`JTI=${jti}`] }),
    ...(node !== undefined && { [`${key}/node-name`]: [node.name] }),
    ...(node?.uid && { [`${key}/node-uid`]: [node.uid] }),
    ...(pod !== undefined && { [`${key}/pod-name`]: [pod.name], [`${key}/pod-uid`]: [pod.uid] }),
  };
  return {
    username: serviceAccountUsername(namespace, serviceaccount.name),
    uid: serviceaccount.uid,
    groups: authenticatedServiceAccountGroups(namespace),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}
