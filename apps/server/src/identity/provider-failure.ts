import { isAddressRefusal } from '../addresses/address-guard.ts';
import { Refusal } from '../refusal.ts';
import type { ProviderConfig } from './provider-config.ts';

export interface ProviderFailure {
  refusal: Refusal;
  /** Asking again leads to nothing else. */
  isFinal: boolean;
}

/** Says by number what went wrong between the gateway and a provider. Codes: those of openid-client. */
export function failureOf(
  error: unknown,
  { displayName: provider }: Pick<ProviderConfig, 'displayName'>,
): ProviderFailure {
  if (error instanceof Refusal && !isAddressRefusal(error)) return { refusal: error, isFinal: true };
  const failure = (code: string, isFinal: boolean): ProviderFailure => ({
    refusal: new Refusal(code === 'LB5210' ? 502 : 403, code, { provider }, { cause: error }),
    isFinal,
  });
  switch (codeOf(error)) {
    case 'OAUTH_RESPONSE_BODY_ERROR':
      return failure('LB5215', anywhereIn(error, 'error') === 'invalid_grant');
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
      return failure('LB5215', true);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return failure('LB5213', false);
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return failure(anywhereIn(error, 'claim') === 'nonce' ? 'LB5212' : 'LB5214', true);
    case 'OAUTH_INVALID_RESPONSE':
    case 'OAUTH_KEY_SELECTION_FAILED':
    case 'OAUTH_PARSE_ERROR':
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return failure('LB5214', true);
    default:
      return failure('LB5210', false);
  }
}

function codeOf(error: unknown): unknown {
  const own = fieldOf(error, 'code');
  return typeof own === 'string' && own.startsWith('OAUTH_') ? own : fieldOf(fieldOf(error, 'cause'), 'code');
}

/** Libraries wrap each other's errors. */
function anywhereIn(error: unknown, field: string): unknown {
  let at = error;
  for (let depth = 0; depth < 4 && at !== undefined; depth++) {
    const value = fieldOf(at, field);
    if (value !== undefined) return value;
    at = fieldOf(at, 'cause');
  }
  return undefined;
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}
