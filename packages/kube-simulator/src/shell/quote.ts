/** One word of a shell's language that stands for the text itself. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function quoteAll(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** Shells that the simulated one stands for, whichever is asked for. */
export function isShell(program: string): boolean {
  return ['sh', 'bash', 'ash', 'dash', 'zsh'].includes(baseName(program));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
