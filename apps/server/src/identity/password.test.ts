import { expect, test } from 'vitest';
import { generatePassword, hashPassword, verifyPassword } from './password.ts';

test('a password fits its own hash alone', async () => {
  const kept = await hashPassword('pässword');
  expect(await verifyPassword('pässword', kept)).toBe(true);
  expect(await verifyPassword('pa\u0308ssword', kept)).toBe(true);
  expect(await verifyPassword('password', kept)).toBe(false);
  expect(await verifyPassword('', kept)).toBe(false);
  expect(JSON.stringify(kept)).not.toContain('pässword');
});

test('equal passwords have different hashes', async () => {
  const [a, b] = await Promise.all([hashPassword('x'), hashPassword('x')]);
  expect(a.hash).not.toBe(b.hash);
});

test('generated passwords are long, readable and never the same', () => {
  const passwords = Array.from({ length: 200 }, generatePassword);
  for (const password of passwords) expect(password).toMatch(/^([a-hjkmnp-z2-9]{6}-){3}[a-hjkmnp-z2-9]{6}$/);
  expect(new Set(passwords).size).toBe(200);
});
