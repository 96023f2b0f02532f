import type { Identity } from './identity.ts';
import type { User } from './user.ts';

/** Somebody who is known by a bearer token. */
export interface TokenHolder {
  identity: Identity;
  /** Absent for service accounts. */
  user?: User;
  /** Whether the token is still good, as far as was heard. */
  alive(): boolean;
}

/** One kind of bearer token. */
export interface TokenKind {
  /** Whether a token looks like one of this kind. */
  takes(token: string): boolean;
  /** Undefined: it is not valid, or not any more. */
  authenticate(token: string): Promise<TokenHolder | undefined>;
  /** Calls when a token may have become invalid. */
  watch(listener: () => void): Disposable;
}
