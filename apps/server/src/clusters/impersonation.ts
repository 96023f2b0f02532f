import type { Identity } from '../identity/identity.ts';

export type ImpersonationHeaders = Record<string, string | readonly string[]>;

/** Headers with which LuBan asks a cluster in the name of somebody. Source: Kubernetes, user impersonation. */
export function impersonationHeaders({ name, groups, uid, extra = {} }: Identity): ImpersonationHeaders {
  const headers: ImpersonationHeaders = { 'impersonate-user': bytesOf(name) };
  // Groups of Kubernetes' own give rights that nobody here can have been given.
  const own = groups.filter((group) => !group.startsWith('system:') && isSendable(group));
  headers['impersonate-group'] = [...own.map(bytesOf), 'system:authenticated'];
  if (uid !== undefined) headers['impersonate-uid'] = bytesOf(uid);
  for (const [key, values] of Object.entries(extra)) {
    headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = values.filter(isSendable).map(bytesOf);
  }
  return headers;
}

/** What a header cannot carry gives no rights. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be sent
const isSendable = (text: string) => !/[\x00-\x1f\x7f]/.test(text);

/** A group of an identity provider may have any letters. Kubernetes reads the bytes of a header as UTF-8. */
function bytesOf(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : Buffer.from(text).toString('latin1');
}

/** Headers of requests that must never come from outside: they say who somebody is. */
export function saysWho(header: string): boolean {
  const name = header.toLowerCase();
  return name === 'authorization' || name.startsWith('impersonate-') || name.startsWith('x-remote-');
}
