import { randomBytes } from 'node:crypto';

/** No vowels, so that no words come about; Source: k8s.io/apimachinery/pkg/util/rand. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

export function randomSuffix(length: number): string {
  return Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}
