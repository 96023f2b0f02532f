import { CONTENT_LIMITS } from '../limits.ts';
import { isLanguage } from '../metadata/languages.ts';
import type { Findings } from '../package-error.ts';
import { readText } from '../yaml/read-yaml.ts';

export interface PackageTexts {
  /** Markdown by language. */
  readme: Record<string, string>;
  changelog: Record<string, string>;
  license?: string;
}

const DOCUMENT = /^(README|CHANGELOG)(?:_([A-Za-z-]{1,35}))?\.md$/;
const LICENSE = /^LICEN[CS]E(?:\.(?:md|txt))?$/i;

/** Whether a path below the root is `README.md` (English), `README_zh.md`, a changelog or the licence. */
export function isPackageText(path: string): boolean {
  return DOCUMENT.test(path) || LICENSE.test(path);
}

/** A text of a language that is unknown is left out, with a warning. */
export function readTexts(files: ReadonlyMap<string, Uint8Array>, findings: Findings): PackageTexts {
  const texts: PackageTexts = { readme: {}, changelog: {} };
  for (const [path, content] of files) {
    const [, kind, language = 'en'] = DOCUMENT.exec(path) ?? [];
    if (kind === undefined && !LICENSE.test(path)) continue;
    if (kind !== undefined && !isLanguage(language)) {
      findings.warn('LB7121', path, { field: '(file name)', found: language });
      continue;
    }
    const text = readText(content, path, CONTENT_LIMITS.text, findings);
    if (text === undefined) continue;
    if (kind === undefined) texts.license = text;
    else texts[kind === 'README' ? 'readme' : 'changelog'][language] = text;
  }
  return texts;
}
