import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../refusal.ts';

/** Bytes of an object; Kubernetes itself takes no larger ones. */
const LARGEST = 3 * 2 ** 20;

/** The whole body of a request, as text. @throws Refusal 413 */
export async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new Refusal(413, 'LB5010', { what: 'The object', limit: `${LARGEST / 2 ** 20} MB` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @throws Refusal 400 for what is no JSON object */
export function objectOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, 'LB5015', { reason: error instanceof Error ? error.message.slice(0, 200) : 'no JSON' });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Refusal(400, 'LB5015', { reason: 'it is no object' });
}
