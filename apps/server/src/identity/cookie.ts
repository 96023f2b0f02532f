import type { FastifyReply, FastifyRequest } from 'fastify';

/** A cookie that scripts cannot read and other sites cannot send along with what changes something. */
export interface CookieOptions {
  /** Seconds. */
  maxAge: number;
}

export function readCookie(request: FastifyRequest, name: string): string | undefined {
  return request.cookies[cookieName(request, name)];
}

export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  { maxAge }: CookieOptions,
): void {
  reply.setCookie(cookieName(request, name), value, { ...attributes(request), maxAge });
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply, name: string): void {
  reply.clearCookie(cookieName(request, name), attributes(request));
}

/** Browsers take the prefix `__Host-` over https alone. */
function cookieName(request: FastifyRequest, name: string): string {
  return isHttps(request) ? `__Host-${name}` : name;
}

/** Strict would sign out whoever follows a link from elsewhere into the console. */
function attributes(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(request) } as const;
}

/** A claim of the proxy in front is believed here: who lies about it only spoils a cookie of their own. */
export function isHttps(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
}
