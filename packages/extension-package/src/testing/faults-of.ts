import { explain } from '@luban/manifest/messages';
import { expect } from 'vitest';
import { PackageError } from '../package-error.ts';
import { readPackage } from '../read-package.ts';
import { type TestPackage, testPackage } from './test-package.ts';

export type Fault = [code: string, file: string, field?: string];

/** What is said of a package; each sentence is whole, and names what it should. */
export async function faultsOf(options: TestPackage): Promise<Fault[]> {
  const error = await readPackage(testPackage(options)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  if (!(error instanceof PackageError)) throw error;
  for (const problem of error.problems) {
    for (const language of ['en', 'zh']) {
      const { sentence, cure } = explain(problem, language);
      expect(sentence + cure).not.toContain('…');
      // Faults of the manifest have sentences of their own.
      if (!problem.code.startsWith('LB71')) continue;
      expect(sentence).toContain(problem.params.file);
      if (problem.params.field !== undefined) expect(sentence + cure).toContain(problem.params.field);
    }
  }
  return error.problems.map(({ code, params: { file, field } }) =>
    field === undefined ? [code, String(file)] : [code, String(file), String(field)],
  );
}
