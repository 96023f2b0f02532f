/** In which order test files run: those that need a page after those that do not. */
import { open } from 'node:fs/promises';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const PAGE = '// @vitest-environment happy-dom';

/**
 * A process that serves many files ends when the next one needs another environment, and the one after it imports
 * everything anew. Within a project, files of one environment therefore follow each other, else in the usual order.
 */
export class ByEnvironment extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const needPage = new Set<TestSpecification>();
    await Promise.all(
      sorted.map(async (file) => {
        if (await beginsWith(file.moduleId, PAGE)) needPage.add(file);
      }),
    );
    const ofProject = Map.groupBy(sorted, (file) => file.project);
    return [...ofProject.values()].flatMap((ofOne) => [
      ...ofOne.filter((file) => !needPage.has(file)),
      ...ofOne.filter((file) => needPage.has(file)),
    ]);
  }
}

async function beginsWith(path: string, text: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(text.length), 0, text.length, 0);
  return buffer.toString('utf8', 0, bytesRead) === text;
}
