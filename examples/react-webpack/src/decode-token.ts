import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';

export interface DecodedToken {
  header: ProtectedHeaderParameters;
  payload: JWTPayload;
  /** Relative to `now`. No claim, no statement. */
  validity: 'valid' | 'expired' | 'not-yet' | 'unlimited';
}

export type DecodeResult = { ok: true; token: DecodedToken } | { ok: false; reason: 'parts' | 'content' };

/** Reads a JSON Web Token without checking its signature: that takes the issuer's key. `now` in milliseconds. */
export function decodeToken(text: string, now: number): DecodeResult {
  const compact = text.trim().replace(/^bearer\s+/i, '');
  if (compact.split('.').length !== 3) return { ok: false, reason: 'parts' };
  try {
    const header = decodeProtectedHeader(compact);
    const payload = decodeJwt(compact);
    return { ok: true, token: { header, payload, validity: validityOf(payload, now / 1000) } };
  } catch {
    return { ok: false, reason: 'content' };
  }
}

function validityOf({ exp, nbf }: JWTPayload, seconds: number): DecodedToken['validity'] {
  if (nbf !== undefined && seconds < nbf) return 'not-yet';
  if (exp === undefined) return 'unlimited';
  return seconds < exp ? 'valid' : 'expired';
}
