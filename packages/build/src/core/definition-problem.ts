import type { Problem } from '@luban/manifest';

/** LB6002: something in `extension.ts` or a catalogue that cannot become a manifest. No field: the whole file. */
export function definitionProblem(file: string, field: string, reason: string): Problem {
  return { code: 'LB6002', params: { file, field: field || '(whole file)', reason } };
}
