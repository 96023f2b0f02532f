import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { Refusal } from '../refusal.ts';
import { written } from './host-cluster.ts';
import type { Person } from './openid-provider.ts';
import type { MappingMethod } from './provider-config.ts';
import { isUserName, readUser, USERS, type User, type UserObject } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

/** Source of both: KubeSphere. */
const PROVIDER = 'iam.kubesphere.io/identify-provider';
const ORIGIN = 'iam.kubesphere.io/origin-uid';
/** Who of each provider a user is; subjects may hold letters that labels must not. */
const LINK = 'luban.dev/identity.';

export type Mapped =
  | { user: User }
  /** The person is new and may choose a name; this one would do. */
  | { asksFor: 'name'; suggested: string };

export interface MappingOptions {
  client: KubeClient;
  users: UserDirectory;
}

/**
 * Finds the user whom a provider's person is, by the link that was made at the first sign-in, or makes one.
 *
 * Notes: a name or an address alone never gives anybody an account that is there already, unless the administrator
 * chose `lookup` for the provider, and then an address has to be one that the provider has verified.
 *
 * @throws Refusal 403
 */
export async function mapPerson(options: MappingOptions, person: Person, method: MappingMethod): Promise<Mapped> {
  const linked = linkedUser(options.users, person);
  if (linked !== undefined) return { user: admitted(linked) };
  const suggested = suggestName(person);
  if (method === 'manual') return { asksFor: 'name', suggested };
  if (method === 'auto') return { user: await createUser(options, person, suggested) };
  const found = await lookUp(options.users, person);
  if (found === undefined) throw new Refusal(403, 'LB5217', { person: nameOf(person) });
  return { user: await link(options.client, admitted(found), person) };
}

/** A new user for a person of a provider. @throws Refusal 409 LB5218 when the name cannot be had */
export async function createUser({ client, users }: MappingOptions, person: Person, name: string): Promise<User> {
  if (!isUserName(name)) throw new Refusal(409, 'LB5218', { name });
  const { provider, subject, displayName, email } = person;
  const isLabel = /^[a-z\d](?:[\w.-]{0,61}[a-z\d])?$/i.test(subject);
  const object: UserObject = {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'User',
    metadata: {
      name,
      labels: { [PROVIDER]: provider, ...(isLabel && { [ORIGIN]: subject }) },
      annotations: { [LINK + provider]: subject },
    },
    spec: { ...(email !== undefined && { email }), ...(displayName !== undefined && { displayName }) },
    status: { state: 'Active' },
  };
  try {
    return readUser(await written(client.create<UserObject>(USERS, object)));
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    const there = await users.fresh(name);
    // The same person came twice at once.
    if (there !== undefined && isLinked(there, person)) return admitted(there);
    throw new Refusal(409, 'LB5218', { name }, { cause: error });
  }
}

/** Letters that names may have, of whatever the provider calls the person. */
export function suggestName({ username, email, subject }: Person): string {
  const source = username ?? email ?? subject;
  const name = source
    .replace(/@.*$/s, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'user' : name;
}

function linkedUser(users: UserDirectory, person: Person): User | undefined {
  for (const user of users.values()) if (isLinked(user, person)) return user;
  return undefined;
}

function isLinked({ object }: User, { provider, subject }: Person): boolean {
  const { labels = {}, annotations = {} } = object.metadata;
  const own = annotations[LINK + provider];
  if (own !== undefined) return own === subject;
  return labels[PROVIDER] === provider && labels[ORIGIN] === subject;
}

async function lookUp(users: UserDirectory, person: Person): Promise<User | undefined> {
  const { provider, email, emailVerified, username } = person;
  const isFree = ({ object }: User) => object.metadata.annotations?.[LINK + provider] === undefined;
  if (email !== undefined && emailVerified) {
    const same = [...users.values()].filter((user) => user.email?.toLowerCase() === email.toLowerCase());
    if (same.length === 1 && isFree(same[0]!)) return same[0];
  }
  const named = username === undefined ? undefined : await users.fresh(username);
  return named !== undefined && isFree(named) ? named : undefined;
}

/** From now on the person is found whatever the provider calls them. */
async function link(client: KubeClient, { name, object }: User, { provider, subject }: Person): Promise<User> {
  const { resourceVersion } = object.metadata;
  const metadata = { resourceVersion, annotations: { [LINK + provider]: subject } };
  return readUser(await written(client.patch<UserObject>({ ...USERS, name }, 'merge', { metadata })));
}

function admitted(user: User): User {
  if (user.state === 'Disabled') throw new Refusal(403, 'LB5203', { user: user.name });
  return user;
}

function nameOf({ email, username, subject }: Person): string {
  return email ?? username ?? subject;
}
