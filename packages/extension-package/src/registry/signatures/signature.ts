import type { Problem } from '@luban/manifest';

/** Who vouches for an archive. Where a repository requires it, everything but `verified` is an error instead. */
export type SignatureResult =
  /** There is no signature, or nobody asked for one. */
  | { state: 'unsigned' }
  /** `key sha256:…` of the public key, or the identity of a certificate. */
  | { state: 'verified'; by: string }
  /** There is one, and it proves nothing. */
  | { state: 'unverified'; problem: Problem };
