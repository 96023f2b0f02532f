/** What a person did at the terminal. */
export type EditorEvent = { kind: 'line'; text: string } | { kind: 'interrupt' } | { kind: 'end' };

const LONGEST_LINE = 1024 * 1024;
const MOST_HISTORY = 200;

/** The editing of a line at a terminal: echo, backspace, cursor and history keys, and the control characters. */
export class LineEditor {
  readonly #write: (text: string) => void;
  readonly #decoder = new TextDecoder();
  readonly #history: string[] = [];
  #line: string[] = [];
  #cursor = 0;
  #recalled = 0;
  #escape = '';
  #afterReturn = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  *input(bytes: Uint8Array): Generator<EditorEvent> {
    for (const character of this.#decoder.decode(bytes, { stream: true })) {
      // A line feed right behind a carriage return belongs to it.
      const paired = character === '\n' && this.#afterReturn;
      this.#afterReturn = character === '\r';
      if (paired) continue;
      if (this.#escape !== '') this.#continueEscape(character);
      else if (character === '\r' || character === '\n') {
        this.#write('\r\n');
        yield { kind: 'line', text: this.#take() };
      } else if (character === '\u0003') {
        this.#write('^C\r\n');
        this.#reset();
        yield { kind: 'interrupt' };
      } else if (character === '\u0004') {
        if (this.#line.length === 0) yield { kind: 'end' };
        else this.#erase(this.#cursor, this.#cursor + 1);
      } else this.#key(character);
    }
  }

  /** Shows the prompt again with what was typed so far. */
  get typed(): string {
    return this.#line.join('');
  }

  #key(character: string): void {
    switch (character) {
      case '\u001b':
        this.#escape = character;
        return;
      case '\u007f':
      case '\b':
        if (this.#cursor > 0) this.#erase(this.#cursor - 1, this.#cursor);
        return;
      case '\u0001':
        this.#move(0);
        return;
      case '\u0005':
        this.#move(this.#line.length);
        return;
      case '\u000b':
        this.#erase(this.#cursor, this.#line.length);
        return;
      case '\u0015':
        this.#erase(0, this.#cursor);
        return;
      case '\u0017': {
        let start = this.#cursor;
        while (start > 0 && this.#line[start - 1] === ' ') start--;
        while (start > 0 && this.#line[start - 1] !== ' ') start--;
        this.#erase(start, this.#cursor);
        return;
      }
      default:
        if (character >= ' ' && this.#line.length < LONGEST_LINE) this.#insert(character);
    }
  }

  /** Cursor keys come as several characters that begin with an escape. */
  #continueEscape(character: string): void {
    this.#escape += character;
    if (this.#escape.length === 2 && (character === '[' || character === 'O')) return;
    const complete = /^[\x40-\x7e]$/.test(character) || this.#escape.length > 8;
    if (!complete) return;
    const sequence = this.#escape;
    this.#escape = '';
    const last = sequence.at(-1);
    if (sequence.endsWith('3~')) this.#erase(this.#cursor, this.#cursor + 1);
    else if (last === 'A') this.#recall(this.#recalled + 1);
    else if (last === 'B') this.#recall(this.#recalled - 1);
    else if (last === 'C') this.#move(this.#cursor + 1);
    else if (last === 'D') this.#move(this.#cursor - 1);
    else if (last === 'H') this.#move(0);
    else if (last === 'F') this.#move(this.#line.length);
  }

  #insert(character: string): void {
    this.#line.splice(this.#cursor++, 0, character);
    const rest = this.#line.slice(this.#cursor).join('');
    this.#write(`${character}${rest}${'\b'.repeat(this.#line.length - this.#cursor)}`);
  }

  #erase(from: number, to: number): void {
    const removed = this.#line.splice(from, to - from).length;
    if (removed === 0) return;
    const back = '\b'.repeat(Math.max(0, this.#cursor - from));
    const rest = this.#line.slice(from).join('');
    this.#write(`${back}${rest}${' '.repeat(removed)}${'\b'.repeat(this.#line.length - from + removed)}`);
    this.#cursor = from;
  }

  #move(target: number): void {
    const to = Math.max(0, Math.min(this.#line.length, target));
    if (to < this.#cursor) this.#write('\b'.repeat(this.#cursor - to));
    else this.#write(this.#line.slice(this.#cursor, to).join(''));
    this.#cursor = to;
  }

  #recall(back: number): void {
    if (back < 0 || back > this.#history.length) return;
    this.#move(this.#line.length);
    this.#erase(0, this.#line.length);
    this.#recalled = back;
    const text = back === 0 ? '' : (this.#history[this.#history.length - back] ?? '');
    for (const character of text) this.#insert(character);
  }

  #take(): string {
    const text = this.#line.join('');
    if (text.trim() !== '' && this.#history.at(-1) !== text) this.#history.push(text);
    if (this.#history.length > MOST_HISTORY) this.#history.shift();
    this.#reset();
    return text;
  }

  #reset(): void {
    this.#line = [];
    this.#cursor = 0;
    this.#recalled = 0;
    this.#escape = '';
  }
}
