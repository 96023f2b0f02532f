import type { Identity } from '../identity/identity.ts';

export type ImpersonationHeaders = Record<string, string | readonly string[]>;

/** Headers with which LuBan asks a cluster in the name of somebody. Source: Kubernetes, user impersonation. */
export function impersonationHeaders({ name, groups, uid, extra = {} }: Identity): ImpersonationHeaders {
  const headers: ImpersonationHeaders = { 'impersonate-user': name };
  // Groups of Kubernetes' own give rights that nobody here can have been given.
  const own = groups.filter((group) => !group.startsWith('system:'));
  headers['impersonate-group'] = [...own, 'system:authenticated'];
  if (uid !== undefined) headers['impersonate-uid'] = uid;
  for (const [key, values] of Object.entries(extra)) {
    headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = values;
  }
  return headers;
}

/** Headers of requests that must never come from outside: they say who somebody is. */
export function saysWho(header: string): boolean {
  const name = header.toLowerCase();
  return name === 'authorization' || name.startsWith('impersonate-') || name.startsWith('x-remote-');
}
