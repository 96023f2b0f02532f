import type { KubeObject } from '@luban/kube';
import { parse } from 'yaml';
import { dataOf } from './own-secrets.ts';

/** Source: KubeSphere. */
export const PROVIDER_TYPE = 'config.kubesphere.io/identityprovider';
const KEY = 'configuration.yaml';

/** How somebody whom a provider knows becomes a user here. */
export type MappingMethod = 'auto' | 'lookup' | 'manual';

/** An OpenID provider that people may sign in with. */
export interface ProviderConfig {
  /** Part of URLs and labels. */
  name: string;
  displayName: string;
  mappingMethod: MappingMethod;
  issuer: string;
  clientId: string;
  clientSecret?: string;
  scopes: readonly string[];
  /** Where the provider sends people back to. Absent: made of the address that the person came by. */
  redirectUrl?: string;
  /** Names of claims. */
  claims: { username: string; email: string };
  /** Ask for claims that the ID token lacks. */
  asksUserInfo: boolean;
}

const NAME = /^[a-z\d](?:[a-z\d_.-]{0,38}[a-z\d])?$/i;
const METHODS: readonly MappingMethod[] = ['auto', 'lookup', 'manual'];
const LARGEST = 64 * 1024;

/**
 * Reads the Secret of a provider, in the form that KubeSphere has.
 *
 * @returns undefined for providers of other kinds, such as LDAP
 * @throws Error that says what is wrong
 */
export function readProvider(secret: KubeObject): ProviderConfig | undefined {
  const text = dataOf(secret, KEY);
  if (text === undefined) throw new Error(`it has no ${KEY}`);
  if (text.length > LARGEST) throw new Error(`its ${KEY} is larger than 64 kB`);
  const root = fieldsOf(parse(text, { maxAliasCount: 20 }), 'the configuration');
  const type = textOf(root, 'type', '').toLowerCase();
  if (type !== 'oidc' && type !== 'oidcidentityprovider') return undefined;
  const provider = fieldsOf(root.provider, 'provider');
  const name = textOf(root, 'name');
  if (!NAME.test(name)) throw new Error('its name must be of letters, digits and dashes, 40 at most');
  if (provider.insecureSkipVerify === true)
    throw new Error('insecureSkipVerify would let anybody pose as the provider');
  const method = METHODS.find((known) => known === textOf(root, 'mappingMethod', 'auto'));
  if (method === undefined) throw new Error(`mappingMethod must be one of ${METHODS.join(', ')}`);
  const clientSecret = textOf(provider, 'clientSecret', '');
  const redirectUrl = textOf(provider, 'redirectURL', '');
  return {
    name,
    displayName: textOf(root, 'displayName', '') || name,
    mappingMethod: method,
    issuer: httpUrl(textOf(provider, 'issuer'), 'issuer'),
    clientId: textOf(provider, 'clientID'),
    ...(clientSecret !== '' && { clientSecret }),
    scopes: scopesOf(provider.scopes),
    ...(redirectUrl !== '' && { redirectUrl: httpUrl(redirectUrl, 'redirectURL') }),
    claims: {
      username: textOf(provider, 'preferredUsernameKey', '') || 'preferred_username',
      email: textOf(provider, 'emailKey', '') || 'email',
    },
    asksUserInfo: provider.getUserInfo === true,
  };
}

/** `openid` makes it OpenID; without it no provider says who somebody is. */
function scopesOf(value: unknown): string[] {
  const written = Array.isArray(value)
    ? value.filter((scope) => typeof scope === 'string' && /^[!-~]+$/.test(scope))
    : [];
  const scopes = written.length > 0 ? (written as string[]) : ['profile', 'email'];
  return [...new Set(['openid', ...scopes])];
}

function fieldsOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} must have fields`);
  return value as Record<string, unknown>;
}

function textOf(fields: Record<string, unknown>, key: string, otherwise?: string): string {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  if (otherwise !== undefined && (value === undefined || value === null || value === '')) return otherwise;
  throw new Error(`${key} must be a text`);
}

function httpUrl(value: string, what: string): string {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`${what} must be a URL`);
  return value;
}
