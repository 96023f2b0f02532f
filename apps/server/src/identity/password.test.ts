import { expect, test } from 'vitest';
import { generatePassword, hashPassword, isPasswordHash, verifyPassword } from './password.ts';

test('a password fits its own hash alone', async () => {
  const kept = await hashPassword('pässword');
  expect(await verifyPassword('pässword', kept)).toBe(true);
  expect(await verifyPassword('pa\u0308ssword', kept)).toBe(true);
  expect(await verifyPassword('password', kept)).toBe(false);
  expect(await verifyPassword('', kept)).toBe(false);
  expect(kept).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
});

test('equal passwords have different hashes', async () => {
  const [a, b] = await Promise.all([hashPassword('x'), hashPassword('x')]);
  expect(a).not.toBe(b);
});

test('generated passwords are long, readable and never the same', () => {
  const passwords = Array.from({ length: 200 }, generatePassword);
  for (const password of passwords) expect(password).toMatch(/^([a-hjkmnp-z2-9]{6}-){3}[a-hjkmnp-z2-9]{6}$/);
  expect(new Set(passwords).size).toBe(200);
});

test.each([
  '',
  '$scrypt$',
  '$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '$scrypt$ln=0,r=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'plain',
  undefined,
])('nothing fits %j', async (kept) => {
  expect(await verifyPassword(kept ?? '', kept)).toBe(false);
  expect(await verifyPassword('x', kept)).toBe(false);
});

test('a password is told from a hash', async () => {
  for (const plain of ['secret', '$2a$10$short', '$scrypt$x', '$$', '']) expect(isPasswordHash(plain)).toBe(false);
  expect(isPasswordHash(await hashPassword('x'))).toBe(true);
  expect(isPasswordHash('$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy')).toBe(true);
});
