import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';
import { generatePassword, hashPassword, type PasswordHash, verifyPassword } from './password.ts';

export const ADMINISTRATOR = 'admin';

/** The one local user. */
export interface Administrator {
  /** The password, when it was made at this start and nobody has seen it yet. */
  generated?: string;
  /** Changes with the password; sessions carry it, so that a new password ends the sessions of the old one. */
  credential: string;
  /** Takes the same time for a wrong name as for a wrong password. */
  verify(username: string, password: string): Promise<boolean>;
}

/**
 * @param key secret that credentials are derived with
 * @param password the administrator's choice; absent: the kept one, or a new one at the first start
 */
export async function administrator(dataDir: string, key: string, password?: string): Promise<Administrator> {
  if (password !== undefined) return { credential: credentialOf(key, password), verify: comparison(password) };
  const path = join(dataDir, 'administrator.json');
  const content = await readIfPresent(path);
  if (content !== undefined) {
    const kept = JSON.parse(content.toString('utf8')) as PasswordHash;
    return { credential: credentialOf(key, kept.hash), verify: verifier(kept) };
  }
  const generated = generatePassword();
  const kept = await hashPassword(generated);
  await writeAtomically(path, `${JSON.stringify(kept, null, 2)}\n`);
  return { generated, credential: credentialOf(key, kept.hash), verify: verifier(kept) };
}

/** What is never written down needs no slow hash; digests have one length, so comparing them tells nothing. */
function comparison(password: string): Administrator['verify'] {
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text.normalize('NFKC')).digest();
  const wanted = digest(password);
  return async (username, given) => {
    const fits = timingSafeEqual(digest(given), wanted);
    return fits && username === ADMINISTRATOR;
  };
}

function verifier(kept: PasswordHash): Administrator['verify'] {
  return async (username, password) => {
    const fits = await verifyPassword(password, kept);
    return fits && username === ADMINISTRATOR;
  };
}

function credentialOf(key: string, secret: string): string {
  return createHmac('sha256', key).update(secret).digest('base64url').slice(0, 16);
}
