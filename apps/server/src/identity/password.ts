import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost as a power of two, block size and parallelisation as in RFC 7914. */
interface Cost {
  log: number;
  blockSize: number;
  parallelization: number;
}

interface KeptHash extends Cost {
  /** base64url */
  salt: string;
  hash: Buffer;
}

const COST: Cost = { log: 15, blockSize: 8, parallelization: 1 };
const HASH_BYTES = 32;
const SCRYPT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,86})\$([\w-]{43})$/;
const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z\d]{53}$/;
/** What nobody has to reckon longer than. */
const HIGHEST: Cost = { log: 18, blockSize: 16, parallelization: 4 };

/** @returns `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, the form that other password hashes have too */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('base64url');
  return encode({ ...COST, salt, hash: await derive(password, { ...COST, salt }) });
}

export function encode({ log, blockSize, parallelization, salt, hash }: KeptHash): string {
  return `$scrypt$ln=${log},r=${blockSize},p=${parallelization}$${salt}$${hash.toString('base64url')}`;
}

/** Whether a text is what is kept of a password, and not the password itself. */
export function isPasswordHash(text: string): boolean {
  return SCRYPT.test(text) || BCRYPT.test(text);
}

/** Takes the same time whether the password fits or not, and as long when there is none. */
export async function verifyPassword(password: string, kept: string | undefined): Promise<boolean> {
  const parsed = parse(kept ?? '');
  const derived = await derive(password, parsed ?? NOBODY);
  return parsed !== undefined && timingSafeEqual(derived, parsed.hash);
}

/** Twenty-four characters that can be read out loud and typed: 119 bits. */
export function generatePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const bytes = [...randomBytes(64)].filter((byte) => byte < 256 - (256 % alphabet.length));
  const characters = bytes.slice(0, 24).map((byte) => alphabet[byte % alphabet.length]);
  return characters.join('').replace(/(.{6})(?=.)/g, '$1-');
}

const NOBODY = { ...COST, salt: randomBytes(16).toString('base64url') };

function parse(kept: string): KeptHash | undefined {
  const [, log, blockSize, parallelization, salt, hash] = SCRYPT.exec(kept) ?? [];
  if (hash === undefined) return undefined;
  const cost = { log: Number(log), blockSize: Number(blockSize), parallelization: Number(parallelization) };
  const isBounded = (['log', 'blockSize', 'parallelization'] as const).every(
    (part) => cost[part] >= 1 && cost[part] <= HIGHEST[part],
  );
  return isBounded ? { ...cost, salt: salt!, hash: Buffer.from(hash, 'base64url') } : undefined;
}

function derive(password: string, { log, blockSize, parallelization, salt }: Cost & { salt: string }): Promise<Buffer> {
  const cost = 2 ** log;
  const options = { cost, blockSize, parallelization, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
