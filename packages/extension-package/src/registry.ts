/** Where packages come from: Helm repository indexes, OCI registries, and who vouches for what comes. */

// A repository of either kind
export {
  ARCHIVE_LIMIT,
  type Archive,
  ChartRepository,
  type ChartRepositoryOptions,
  type FetchedChart,
  type FetchOptions,
  type Wanted,
} from './registry/chart-repository.ts';
// Helm repositories
export { HelmRepository, type HelmRepositoryOptions, INDEX_LIMIT } from './registry/helm-index/helm-repository.ts';
export { type IndexContent, readIndex } from './registry/helm-index/read-index.ts';
// Exchanges
export type { Credentials } from './registry/http/credentials.ts';
export { isNumbered } from './registry/http/network-failure.ts';
export type { Patience } from './registry/http/retrieve.ts';
export { type AddressCheck, openTransport, type Transport, type TransportOptions } from './registry/http/transport.ts';
export { Limiter } from './registry/limiter.ts';
// What is listed
export type { ListedChart, Listing, ListingProgress } from './registry/listing.ts';
// OCI registries
export { type OciReference, parseReference, tagOf, versionOf } from './registry/oci/oci-reference.ts';
export { OciRegistry, type OciRegistryOptions } from './registry/oci/oci-registry.ts';
export { OciRepository, type OciRepositoryOptions } from './registry/oci/oci-repository.ts';
export { problemOf, RegistryError } from './registry/registry-error.ts';
// Signatures
export { chartIdentity } from './registry/signatures/chart-identity.ts';
export { SIGNATURE_TYPE } from './registry/signatures/find-signatures.ts';
export { readSignatureFile, signArchive } from './registry/signatures/sign-archive.ts';
export type { SignatureResult } from './registry/signatures/signature.ts';
export {
  isRequired,
  keyId,
  NO_POLICY,
  readSignaturePolicy,
  type SignaturePolicy,
  type WrittenPolicy,
} from './registry/signatures/signature-policy.ts';
export { type FoundSignature, verifySignatures } from './registry/signatures/verify-signature.ts';
