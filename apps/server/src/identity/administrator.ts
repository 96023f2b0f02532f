import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { readIfPresent } from '../atomic-file.ts';
import { encode, generatePassword, hashPassword, verifyPassword } from './password.ts';
import { PASSWORD_ENCRYPTED, UNINITIALIZED, USER_REFERENCE, USERS, type UserObject } from './user.ts';

export const ADMINISTRATOR = 'admin';

export interface AdministratorOptions {
  client: KubeClient;
  /** Where an earlier version kept the one password there was. */
  dataDir: string;
  /** The choice of whoever runs the server. Absent: the present one stays, or a new one is made at the first start. */
  password?: string;
}

const BINDINGS = { group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'globalrolebindings' } as const;
const TRIES = 5;

/**
 * Sees to it that there is an administrator who can sign in.
 *
 * @returns the password, when it was made now and nobody has seen it yet
 */
export async function ensureAdministrator({
  client,
  dataDir,
  password,
}: AdministratorOptions): Promise<string | undefined> {
  const file = join(dataDir, 'administrator.json');
  const generated = await ensureUser(client, password, () => formerHash(file));
  await ensureBinding(client);
  await Promise.all([file, join(dataDir, 'session.key')].map((path) => rm(path, { force: true })));
  return generated;
}

async function ensureUser(
  client: KubeClient,
  password: string | undefined,
  former: () => Promise<string | undefined>,
): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      const present = await find(client);
      if (present !== undefined) {
        await applyChoice(client, present, password);
        return undefined;
      }
      const kept = password === undefined ? await former() : undefined;
      const generated = password === undefined && kept === undefined ? generatePassword() : undefined;
      const hash = kept ?? (await hashPassword(password ?? generated!));
      await client.create(USERS, userObject(hash, generated !== undefined));
      return generated;
    } catch (error) {
      // Another replica was faster; what it did may be all that was to do.
      const isRace = isStatusError(error, 'AlreadyExists') || isStatusError(error, 'Conflict');
      if (!isRace || tries === TRIES) throw error;
    }
  }
}

async function find(client: KubeClient): Promise<UserObject | undefined> {
  try {
    return await client.get<UserObject>({ ...USERS, name: ADMINISTRATOR });
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** A password that fits already is left alone: another hash of it would end all sessions. */
async function applyChoice(client: KubeClient, present: UserObject, password: string | undefined): Promise<void> {
  if (password === undefined) return;
  const { metadata, spec = {} } = present;
  const { [UNINITIALIZED]: asked, ...annotations } = metadata.annotations ?? {};
  const fits = await verifyPassword(password, spec.password);
  if (fits && asked === undefined) return;
  await client.update(
    { ...USERS, name: ADMINISTRATOR },
    {
      ...present,
      metadata: { ...metadata, annotations: { ...annotations, [PASSWORD_ENCRYPTED]: 'true' } },
      spec: { ...spec, password: fits ? spec.password : await hashPassword(password) },
    },
  );
}

function userObject(password: string, isGenerated: boolean): UserObject {
  return {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'User',
    metadata: {
      name: ADMINISTRATOR,
      annotations: { [PASSWORD_ENCRYPTED]: 'true', ...(isGenerated && { [UNINITIALIZED]: 'true' }) },
    },
    spec: { displayName: 'Administrator', password },
    status: { state: 'Active' },
  };
}

async function ensureBinding(client: KubeClient): Promise<void> {
  try {
    await client.create(BINDINGS, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'GlobalRoleBinding',
      metadata: {
        name: ADMINISTRATOR,
        labels: { [USER_REFERENCE]: ADMINISTRATOR, 'iam.kubesphere.io/role-ref': 'platform-admin' },
      },
      roleRef: { apiGroup: 'iam.kubesphere.io', kind: 'GlobalRole', name: 'platform-admin' },
      subjects: [{ apiGroup: 'iam.kubesphere.io', kind: 'User', name: ADMINISTRATOR }],
    });
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}

/** The hash that an earlier version kept in the data folder. */
async function formerHash(path: string): Promise<string | undefined> {
  const content = await readIfPresent(path);
  if (content === undefined) return undefined;
  try {
    const { cost, blockSize, parallelization, salt, hash } = JSON.parse(content.toString('utf8')) as Record<
      string,
      unknown
    >;
    const [log, block, parallel] = [Math.log2(Number(cost)), Number(blockSize), Number(parallelization)];
    if (![log, block, parallel].every((part) => Number.isInteger(part) && part > 0)) return undefined;
    if (typeof salt !== 'string' || typeof hash !== 'string') return undefined;
    return encode({ log, blockSize: block, parallelization: parallel, salt, hash: Buffer.from(hash, 'base64url') });
  } catch {
    return undefined;
  }
}
