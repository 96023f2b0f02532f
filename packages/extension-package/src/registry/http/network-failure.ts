import { RegistryError } from '../registry-error.ts';
import { shownUrl } from './transport.ts';

/** What a failed exchange means for a person. Errors with a number stay as they are. */
export function networkFailure(error: unknown, url: URL): Error {
  if (isNumbered(error)) return error;
  const code = codeOf(error);
  const params = { url: shownUrl(url), host: url.host };
  const cause = { cause: error };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') {
    return new RegistryError('LB7201', params, cause);
  }
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(code)) {
    return new RegistryError('LB7202', params, cause);
  }
  if (/TIMEOUT|^ETIMEDOUT$/.test(code)) return new RegistryError('LB7203', params, cause);
  if (AUTHORITY_UNKNOWN.has(code)) return new RegistryError('LB7204', params, cause);
  if (/^CERT_|^ERR_TLS_CERT|CERTIFICATE|^UNABLE_TO_/.test(code)) {
    return new RegistryError('LB7205', { ...params, reason: reasonOf(error) }, cause);
  }
  return new RegistryError('LB7213', { ...params, reason: reasonOf(error) }, cause);
}

/** Whether trying again may help. Certificates and refused addresses stay what they are. */
export function isTransient(error: unknown): boolean {
  return error instanceof RegistryError && ['LB7202', 'LB7203', 'LB7213'].includes(error.code)
    ? true
    : error instanceof RegistryError && codeOf(error.cause) === 'EAI_AGAIN';
}

/** An error of whoever checks addresses, or one of ours. */
export function isNumbered(error: unknown): error is Error & { code: string; params: Record<string, string | number> } {
  return error instanceof Error && 'code' in error && /^LB\d{4}$/.test(String(error.code));
}

/** Whether the other side does not speak TLS at all. */
export function isPlainHttp(error: unknown): boolean {
  const code = codeOf(error instanceof RegistryError ? error.cause : error);
  return code === 'EPROTO' || code.startsWith('ERR_SSL_') || code === 'ECONNRESET' || code === 'UND_ERR_SOCKET';
}

const AUTHORITY_UNKNOWN = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message || codeOf(error) : String(error));
