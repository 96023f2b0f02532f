import type { ServiceAccountKey } from '../pki/service-account-key.ts';

/** Where the provider's documents are served. */
export const OPENID_CONFIGURATION_PATH = '/.well-known/openid-configuration';
export const JSON_WEB_KEY_SET_PATH = '/openid/v1/jwks';
export const JSON_WEB_KEY_SET_TYPE = 'application/jwk-set+json';

/**
 * The discovery document by which others verify tokens of service accounts, such as a cloud's identity service.
 *
 * @param server URL under which the server is reached, without a path
 */
export function openIdConfiguration(issuer: string, server: string, key: ServiceAccountKey): Record<string, unknown> {
  return {
    issuer,
    jwks_uri: new URL(JSON_WEB_KEY_SET_PATH, server).href,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [key.algorithm],
  };
}

/** The public keys of the tokens. Source: RFC 7517. */
export function jsonWebKeySet(key: ServiceAccountKey): { keys: Record<string, unknown>[] } {
  const { kty, crv, x, y } = key.publicKey.export({ format: 'jwk' });
  return { keys: [{ use: 'sig', kty, kid: key.keyId, crv, alg: key.algorithm, x, y }] };
}
