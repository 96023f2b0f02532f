import { describe, expect, it } from 'vitest';
import { decodeToken } from './decode-token.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (payload: object) => `${part({ alg: 'RS256', kid: 'a1' })}.${part(payload)}.c2ln`;

describe('tokens', () => {
  it.each([
    [{ exp: 100 }, 'expired'],
    [{ exp: 300 }, 'valid'],
    [{ exp: 300, nbf: 250 }, 'not-yet'],
    [{ sub: 'system:serviceaccount:a:b' }, 'unlimited'],
  ] as const)('%j at second 200 is %s', (payload, validity) => {
    const result = decodeToken(`Bearer ${token(payload)}`, 200_000);
    expect(result.ok && result.token.validity).toBe(validity);
  });

  it('shows header and claims as they are', () => {
    const result = decodeToken(token({ iss: 'kubernetes/serviceaccount' }), 0);
    expect(result).toMatchObject({
      ok: true,
      token: { header: { kid: 'a1' }, payload: { iss: 'kubernetes/serviceaccount' } },
    });
  });

  it('tells a truncated token from one with broken content', () => {
    expect(decodeToken('abc.def', 0)).toEqual({ ok: false, reason: 'parts' });
    expect(decodeToken('a.b.c', 0)).toEqual({ ok: false, reason: 'content' });
  });
});
