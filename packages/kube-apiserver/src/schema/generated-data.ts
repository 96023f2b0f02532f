import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'generated');

/**
 * Reads one of the files that `scripts/generate.ts` wrote. The caller names its type.
 *
 * @throws Error that says what to do, when they were not written yet
 */
export function readGenerated<T>(name: 'definitions' | 'descriptions' | 'protobuf'): T {
  try {
    return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as T;
  } catch (cause) {
    throw new Error(
      'What the API server knows of the built-in kinds was not generated yet. Run `npm run build` and try again.',
      { cause },
    );
  }
}
