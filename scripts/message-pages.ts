/**
 * Writes one page for each numbered message to docs/messages/, from the catalogue. Run it after a change of the
 * catalogue: `node scripts/message-pages.ts`. A test compares the pages with the catalogue.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE, type Message } from '@luban/manifest/messages';

export const MESSAGE_PAGES_FOLDER = join(import.meta.dirname, '..', 'docs', 'messages');

const RANGES: Readonly<Record<string, string>> = {
  1: 'The manifest of an extension',
  2: 'Extensions together',
  3: 'Loading code',
  4: 'Run time',
  5: 'The server',
  6: 'Building an extension',
  7: 'Extension packages, repositories and the Extensions Center',
};

/** Name of each file in the folder, to its text. */
export function messagePages(): Map<string, string> {
  const pages = new Map<string, string>();
  const codes = Object.keys(CATALOGUE).sort();
  for (const code of codes) pages.set(`${code}.md`, page(code, CATALOGUE[code]!));
  pages.set('README.md', overview(codes));
  return pages;
}

function page(code: string, message: Message): string {
  const { title, sentence, cause, cure } = message;
  return `# ${code}: ${title.en}

> ${plain(sentence.en)}

**Cause.** ${plain(cause.en)}

**Cure.** ${plain(cure.en)}

## 中文：${title.zh}

> ${plain(sentence.zh)}

**原因：** ${plain(cause.zh)}

**处理：** ${plain(cure.zh)}
`;
}

function overview(codes: string[]): string {
  const parts = Object.entries(RANGES).map(([digit, heading]) => {
    const rows = codes.filter((code) => code.startsWith(`LB${digit}`));
    return `## ${heading}\n\n${rows.map((code) => `- [${code}](${code}.md) ${CATALOGUE[code]!.title.en}`).join('\n')}\n`;
  });
  return `# Messages

Whatever LuBan skips, refuses or fails at has a number. Words in \`braces\` are filled in with the case at hand.
These pages are written by \`node scripts/message-pages.ts\`.

${parts.join('\n')}`;
}

/** Parameters stand out, and nothing of a text is taken for markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/\{(\w+)\}/g, '`{$1}`');
}

async function write(): Promise<void> {
  await mkdir(MESSAGE_PAGES_FOLDER, { recursive: true });
  const pages = messagePages();
  for (const name of await readdir(MESSAGE_PAGES_FOLDER)) {
    if (!pages.has(name)) await rm(join(MESSAGE_PAGES_FOLDER, name));
  }
  for (const [name, text] of pages) await writeFile(join(MESSAGE_PAGES_FOLDER, name), text);
  console.info(`${pages.size} pages written to ${MESSAGE_PAGES_FOLDER}`);
}

if (import.meta.main) await write();
