import { describe } from './build-error.ts';
import type { BuiltExtension } from './finish-extension.ts';

/** What a build tells on the terminal: name, version, each module with what it costs, and the whole. */
export function report({ manifest, files, warnings }: BuiltExtension): string {
  const lines = [`${manifest.name} ${manifest.version}${manifest.remote ? ` · ${manifest.remote.bundler}` : ''}`];
  const modules = Object.entries(manifest.remote?.modules ?? {});
  const width = Math.max(0, ...modules.map(([name]) => name.length));
  for (const [name, { js, css, bytes }] of modules) {
    lines.push(`  ${name.padEnd(width)}  ${kilobytes(bytes)}  ${counted(js.length + css.length)}`);
  }
  const total = [...files.values()].reduce((sum, content) => sum + content.byteLength, 0);
  lines.push(`  ${counted(files.size)}, ${kilobytes(total).trim()}`);
  for (const warning of warnings) lines.push(`  ${describe(warning)}`);
  return lines.join('\n');
}

function counted(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
}
