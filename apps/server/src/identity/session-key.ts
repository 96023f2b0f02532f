import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';

/** The secret that seals cookies: 64 hexadecimal digits, kept so that a restart signs nobody out. */
export async function sessionKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'session.key');
  const kept = (await readIfPresent(path))?.toString('utf8').trim();
  if (kept !== undefined && /^[\da-f]{64}$/.test(kept)) return kept;
  const key = randomBytes(32).toString('hex');
  await writeAtomically(path, `${key}\n`);
  return key;
}
