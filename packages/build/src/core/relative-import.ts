import path from 'node:path';

/** A file as an import from the root would name it: `./src/pages/Overview.tsx`. */
export function relativeImport(root: string, file: string): string {
  return `./${path.relative(root, file).split(path.sep).join('/')}`;
}
