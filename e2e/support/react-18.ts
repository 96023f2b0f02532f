import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The production build of React 18 as an ES module with one default export: what a careless bundle carries inside. */
export async function react18Source(): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve('react-18/package.json'));
  const source = await readFile(join(folder, 'cjs/react.production.min.js'), 'utf8');
  return `const module = { exports: {} };\n((module, exports) => {${source}\n})(module, module.exports);\nexport default module.exports;\n`;
}
