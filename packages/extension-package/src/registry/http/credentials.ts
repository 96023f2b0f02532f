import { RegistryError } from '../registry-error.ts';

export interface Credentials {
  username: string;
  password: string;
}

/** Value of `Authorization`. Source: RFC 7617. */
export function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * The URL that somebody wrote, and the credentials for it: those given, or those inside the URL.
 *
 * @throws RegistryError LB7210
 */
export function addressOf(written: string, given?: Credentials): { url: URL; credentials: Credentials | undefined } {
  const url = URL.parse(written.trim());
  if (url === null || url.host === '') throw new RegistryError('LB7210', { url: written.replace(/\/\/[^/@]*@/, '//') });
  const { username, password } = url;
  url.username = url.password = url.hash = '';
  const inside = username === '' ? undefined : { username: decoded(username), password: decoded(password) };
  return { url, credentials: given ?? inside };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
