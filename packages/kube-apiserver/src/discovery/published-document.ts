import { createHash } from 'node:crypto';

/** A document as it is sent. */
export interface PublishedDocument {
  /** JSON in UTF-8; shared, must not be changed. */
  readonly body: Buffer;
  /** SHA-512 of the body in upper-case hexadecimal digits, which makes an ETag in quotes. */
  readonly hash: string;
}

export function published(content: unknown): PublishedDocument {
  const body = Buffer.from(JSON.stringify(content));
  return { body, hash: createHash('sha512').update(body).digest('hex').toUpperCase() };
}
