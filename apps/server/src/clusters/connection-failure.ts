/** What a failed exchange says about the cluster. */
export type ConnectionFailure =
  /** Nothing is there, or nothing that may be trusted: the next request would fail the same way. */
  | 'unreachable'
  /** It may have been this exchange alone: worth to look at once. */
  | 'broken'
  /** Whoever asked is to blame, or has gone. */
  | 'none';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'EAI_NONAME',
  'EPROTO',
  'LB5101',
]);
const BROKEN = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  // The fault may be this machine's, when it is too busy to notice the answer.
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);
/** Codes that OpenSSL's checks of certificates have in Node. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|_SSL_|^ERR_TLS_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

export function failureOf(error: unknown): ConnectionFailure {
  const code = codeOf(error);
  if (UNREACHABLE.has(code) || CERTIFICATE.test(code)) return 'unreachable';
  return BROKEN.has(code) || code.startsWith('HPE_') ? 'broken' : 'none';
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at its address.',
  EHOSTUNREACH: 'There is no way to its address.',
  ENETUNREACH: 'There is no way to its address.',
  ENOTFOUND: 'The name in its address is not known.',
  EAI_AGAIN: 'The name in its address could not be looked up.',
  ETIMEDOUT: 'Its address does not answer.',
  UND_ERR_CONNECT_TIMEOUT: 'Its address does not answer.',
  UND_ERR_HEADERS_TIMEOUT: 'It did not answer in time.',
  ECONNRESET: 'It closed the connection.',
  EPIPE: 'It closed the connection.',
  UND_ERR_SOCKET: 'It closed the connection.',
  CERT_HAS_EXPIRED: "Its server's certificate has expired.",
  CERT_NOT_YET_VALID: "Its server's certificate is not valid yet. One of the two clocks may be wrong.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its server's certificate is for another name than its address has.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its server's certificate is not signed by the authority that its kubeconfig names.",
  SELF_SIGNED_CERT_IN_CHAIN: "Its server's certificate is not signed by the authority that its kubeconfig names.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Its server's certificate is not signed by the authority that its kubeconfig names.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "Its server's certificate is not signed by the authority that its kubeconfig names.",
  CERT_SIGNATURE_FAILURE: "Its server's certificate is not signed by the authority that its kubeconfig names.",
  EPROTO: 'What listens at its address does not speak TLS.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'What listens at its address does not speak TLS.',
  LB5101: 'Its address is out of bounds for LuBan; an administrator can list it in LUBAN_ALLOW_HOSTS.',
};

/** The failure as a sentence for people; never what only the log should have, such as addresses of name servers. */
export function sentenceOf(error: unknown): string {
  const code = codeOf(error);
  if (Object.hasOwn(SENTENCES, code)) return SENTENCES[code]!;
  if (code.startsWith('HPE_')) return 'What listens at its address does not speak HTTP.';
  return code === '' ? 'The connection failed.' : `The connection failed (${code}).`;
}

/** Of the error, or of what it was caused by. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : '';
}
