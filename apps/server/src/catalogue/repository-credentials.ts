import { createHash, randomUUID } from 'node:crypto';
import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { SECRETS, type SecretObject } from '../clusters/cluster-credentials.ts';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { REPOSITORIES, type RepositoryObject } from './objects.ts';
import { absent } from './write-object.ts';

/** On the Secret: uid of its Repository, so that another one of the same name does not get its password. */
const OWNER = 'luban.dev/repository-uid';
/** On the Secret: the place that the password was given for, so that another address in the object does not get it. */
const PLACE = 'luban.dev/repository-place';
/** What `kubectl apply` keeps of what was applied: with the password in it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Passwords of repositories, in Secrets of the product's own namespace. Whoever may look at repositories sees that there is
 * one, and not which.
 */
export class RepositoryCredentials {
  readonly #client: KubeClient;

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient) {
    this.#client = client;
  }

  /** Moves the password out of the object. @returns whether there was one: the object is about to change */
  async take(repository: RepositoryObject): Promise<boolean> {
    const { username = '', password } = repository.spec?.basicAuth ?? {};
    if (!password) return this.#settle(repository);
    const { name = '', resourceVersion } = repository.metadata;
    const known = await this.#secretFor(repository);
    const isSame = known !== undefined && textIn(known, 'password') === password;
    if (!isSame) await this.#keep(repository, username, password);
    const before = repository.metadata.annotations?.[CATALOGUE_MARKS.credentials];
    const annotations = {
      [CATALOGUE_MARKS.credentials]: isSame && before ? before : randomUUID(),
      [LAST_APPLIED]: null,
    };
    await this.#client.patch({ ...REPOSITORIES, name }, 'merge', {
      metadata: { resourceVersion, annotations },
      spec: { basicAuth: { password: null } },
    });
    return true;
  }

  /** Whether the object says truly that there is a password: who is taken away takes it along. */
  async #settle(repository: RepositoryObject): Promise<boolean> {
    const { metadata, spec } = repository;
    const { name = '', resourceVersion, annotations = {} } = metadata;
    const isMarked = annotations[CATALOGUE_MARKS.credentials] !== undefined;
    const isNobody = spec?.basicAuth === undefined;
    const isKnown = !isNobody && (await this.#secretFor(repository)) !== undefined;
    if (isKnown === isMarked) return false;
    const secret = { ...SECRETS, namespace: OWN_NAMESPACE, name: secretName(name) };
    if (isNobody) await this.#client.delete(secret).catch(absent);
    await this.#client.patch({ ...REPOSITORIES, name }, 'merge', {
      metadata: { resourceVersion, annotations: { [CATALOGUE_MARKS.credentials]: isKnown ? randomUUID() : null } },
    });
    return true;
  }

  /**
   * The object with the password that was taken out of it. It belongs to one user name in one place: who may change the
   * address of a repository does not learn its password by that.
   */
  async complete(repository: RepositoryObject): Promise<RepositoryObject> {
    const { username = '', password } = repository.spec?.basicAuth ?? {};
    const isElsewhere = repository.metadata.annotations?.[CATALOGUE_MARKS.credentials] !== undefined;
    if (password || !isElsewhere || repository.spec?.basicAuth === undefined) return repository;
    const secret = await this.#secretFor(repository);
    if (secret === undefined) return repository;
    return {
      ...repository,
      spec: { ...repository.spec, basicAuth: { username, password: textIn(secret, 'password') } },
    };
  }

  async #secretFor(repository: RepositoryObject): Promise<SecretObject | undefined> {
    const { username = '' } = repository.spec?.basicAuth ?? {};
    const secret = await this.#secret(repository);
    if (secret === undefined || textIn(secret, 'username') !== username) return undefined;
    return secret.metadata.annotations?.[PLACE] === placeOf(repository.spec?.url) ? secret : undefined;
  }

  async #secret({ metadata }: RepositoryObject): Promise<SecretObject | undefined> {
    const ref = { ...SECRETS, namespace: OWN_NAMESPACE, name: secretName(metadata.name!) };
    const secret = await this.#client.get<SecretObject>(ref).catch(absent);
    return secret?.metadata.annotations?.[OWNER] === metadata.uid ? secret : undefined;
  }

  async #keep({ metadata, spec }: RepositoryObject, username: string, password: string): Promise<void> {
    const { name = '', uid = '' } = metadata;
    const annotations = { [OWNER]: uid, [PLACE]: placeOf(spec?.url) };
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const secret: SecretObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      metadata: {
        ...{ name: secretName(name), namespace: OWN_NAMESPACE, labels: OWN_LABELS, annotations },
        // It goes with its repository.
        ownerReferences: [
          { apiVersion: `${REPOSITORIES.group}/${REPOSITORIES.version}`, kind: 'Repository', name, uid },
        ],
      },
      data: { username: encode(username), password: encode(password) },
    };
    const ref = { ...SECRETS, namespace: OWN_NAMESPACE };
    try {
      await this.#client.create(ref, secret);
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
      await this.#client.update({ ...ref, name: secret.metadata.name! }, secret);
    }
  }
}

/** Whether a password is known for the user that the object names. */
export function hasPassword({ spec, metadata }: RepositoryObject): boolean {
  if (spec?.basicAuth === undefined) return false;
  return Boolean(spec.basicAuth.password) || metadata.annotations?.[CATALOGUE_MARKS.credentials] !== undefined;
}

/** Scheme, host and port of an address: where a password goes. Empty: nowhere. */
export function placeOf(url = ''): string {
  const { protocol, host } = URL.parse(url) ?? {};
  return host ? `${protocol}//${host}` : '';
}

/** Names of repositories may be as long as those of Secrets. */
function secretName(repository: string): string {
  const name = `repository-${repository}`;
  return name.length <= 253
    ? name
    : `${name.slice(0, 200)}-${createHash('sha256').update(repository).digest('hex')}`.slice(0, 253);
}

function textIn({ data = {} }: SecretObject, key: string): string {
  return Buffer.from(data[key] ?? '', 'base64').toString('utf8');
}
