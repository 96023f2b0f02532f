export interface DiffLine {
  readonly number: number;
  readonly kind: 'file' | 'place' | 'added' | 'removed' | 'same';
  readonly text: string;
}

/** Lines of a unified diff; those that name a file are one line each, and rulers are left out. */
export function diffLines(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let before = '';
  for (const [index, text] of diff.split('\n').entries()) {
    const number = index + 1;
    if (/^={10,}$/.test(text) || (text === '' && index > 0)) continue;
    if (text.startsWith('--- ')) before = nameIn(text);
    else if (text.startsWith('+++ ')) {
      const after = nameIn(text);
      lines.push({
        number,
        kind: 'file',
        text: after === '/dev/null' ? `− ${before}` : before === '/dev/null' ? `+ ${after}` : after,
      });
    } else if (text.startsWith('@@')) lines.push({ number, kind: 'place', text });
    else lines.push({ number, kind: text[0] === '+' ? 'added' : text[0] === '-' ? 'removed' : 'same', text });
  }
  return lines;
}

/** Without the prefix of git, and what comes after a tab. */
function nameIn(line: string): string {
  return (line.slice(4).split('\t')[0] ?? '').replace(/^[ab]\//, '').trim();
}
