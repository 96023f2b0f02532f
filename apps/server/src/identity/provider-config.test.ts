import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { readProvider } from './provider-config.ts';

const secret = (text: string, key = 'configuration.yaml'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a', namespace: 'luban-system' },
  data: { [key]: Buffer.from(text).toString('base64') },
});
const yaml = (root: object, provider: object = {}) =>
  JSON.stringify({
    name: 'sso',
    type: 'oidc',
    ...root,
    provider: { issuer: 'https://id.example.com', clientID: 'luban', ...provider },
  });

test('what is not said has a default', () => {
  expect(readProvider(secret(yaml({})))).toEqual({
    name: 'sso',
    displayName: 'sso',
    mappingMethod: 'auto',
    issuer: 'https://id.example.com',
    clientId: 'luban',
    scopes: ['openid', 'profile', 'email'],
    claims: { username: 'preferred_username', email: 'email' },
    asksUserInfo: false,
  });
});

test('the form of KubeSphere is taken as it is', () => {
  const text = `
name: keycloak
type: OIDCIdentityProvider
mappingMethod: lookup
provider:
  issuer: https://id.example.com/realms/main
  clientID: kubesphere
  clientSecret: secret
  redirectURL: https://console.example.com/oauth/redirect/keycloak
  getUserInfo: true
  scopes: [email, openid, "two words", 7]
  preferredUsernameKey: nickname
`;
  expect(readProvider(secret(text))).toMatchObject({
    name: 'keycloak',
    mappingMethod: 'lookup',
    clientSecret: 'secret',
    redirectUrl: 'https://console.example.com/oauth/redirect/keycloak',
    asksUserInfo: true,
    scopes: ['openid', 'email'],
    claims: { username: 'nickname', email: 'email' },
  });
});

test('providers of other kinds are left alone', () => {
  for (const type of ['LDAPIdentityProvider', 'GitHubIdentityProvider', '']) {
    expect(readProvider(secret(yaml({ type }))), type).toBeUndefined();
  }
});

test.each([
  ['no configuration', secret('', 'other'), /no configuration\.yaml/],
  ['no YAML', secret('a: [', 'configuration.yaml'), /./],
  ['a list', secret('[]'), /must have fields/],
  ['a huge one', secret(`a: ${'x'.repeat(70_000)}`), /64 kB/],
  [
    'aliases that grow',
    secret(
      `a: &a [x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefghij'[i]}`)}]`)
        .join('\n')}`,
    ),
    /alias/i,
  ],
  ['no provider', secret('{name: a, type: oidc}'), /provider must have fields/],
  ['a name for paths', secret(yaml({ name: '../x' })), /its name must/],
  ['a name of a prototype', secret(yaml({ name: '__proto__' })), /its name must/],
  ['an unknown mapping', secret(yaml({ mappingMethod: 'mixed' })), /mappingMethod must/],
  ['an issuer that is no URL', secret(yaml({}, { issuer: 'id.example.com' })), /issuer must be a URL/],
  ['an issuer of another scheme', secret(yaml({}, { issuer: 'file:///etc/passwd' })), /issuer must be a URL/],
  ['no client', secret(yaml({}, { clientID: '' })), /clientID must/],
  ['a client that is no text', secret(yaml({}, { clientID: {} })), /clientID must/],
  ['no check of certificates', secret(yaml({}, { insecureSkipVerify: true })), /pose as the provider/],
])('%s is refused with the reason', (_, object, reason) => {
  expect(() => readProvider(object)).toThrow(reason);
});
