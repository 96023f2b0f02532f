import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A password as it is kept: never the password itself. */
export interface PasswordHash {
  algorithm: 'scrypt';
  /** Cost, block size and parallelisation as in RFC 7914. */
  cost: number;
  blockSize: number;
  parallelization: number;
  /** base64url */
  salt: string;
  hash: string;
}

const COST = { cost: 2 ** 15, blockSize: 8, parallelization: 1 } as const;
const HASH_BYTES = 32;

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16).toString('base64url');
  const hash = await derive(password, { ...COST, salt });
  return { algorithm: 'scrypt', ...COST, salt, hash: hash.toString('base64url') };
}

/** Takes the same time whether the password fits or not. */
export async function verifyPassword(password: string, kept: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, kept), Buffer.from(kept.hash, 'base64url'));
}

/** Twenty-four characters that can be read out loud and typed: 119 bits. */
export function generatePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const bytes = [...randomBytes(64)].filter((byte) => byte < 256 - (256 % alphabet.length));
  const characters = bytes.slice(0, 24).map((byte) => alphabet[byte % alphabet.length]);
  return characters.join('').replace(/(.{6})(?=.)/g, '$1-');
}

function derive(password: string, kept: Omit<PasswordHash, 'algorithm' | 'hash'>): Promise<Buffer> {
  const options = { cost: kept.cost, blockSize: kept.blockSize, parallelization: kept.parallelization };
  const maxmem = 256 * kept.cost * kept.blockSize;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), kept.salt, HASH_BYTES, { ...options, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
