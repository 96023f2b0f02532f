import { ALL_AUTHENTICATED } from './user.ts';

/** How service accounts appear among users. Source: k8s.io/apiserver/pkg/authentication/serviceaccount. */
const PREFIX = 'system:serviceaccount:';
const GROUP = 'system:serviceaccounts';

export function serviceAccountUsername(namespace: string, name: string): string {
  return `${PREFIX}${namespace}:${name}`;
}

/** Groups of every service account, and of those of its namespace. */
export function serviceAccountGroups(namespace: string): string[] {
  return [GROUP, `${GROUP}:${namespace}`];
}

/** The groups of a service account that signed in. */
export function authenticatedServiceAccountGroups(namespace: string): string[] {
  return [...serviceAccountGroups(namespace), ALL_AUTHENTICATED];
}

/** Undefined for users that are no service accounts, or could not be one. */
export function parseServiceAccountUsername(username: string): { namespace: string; name: string } | undefined {
  if (!username.startsWith(PREFIX)) return undefined;
  const [namespace, name, ...rest] = username.slice(PREFIX.length).split(':');
  if (!namespace || !name || rest.length > 0) return undefined;
  return LABEL.test(namespace) && SUBDOMAIN.test(name) ? { namespace, name } : undefined;
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Dots and labels, checked in linear time; the length is checked where names are given. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
