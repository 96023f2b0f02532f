import { LineEditor } from './line-editor.ts';
import { readsTerminal } from './reads-terminal.ts';
import type { ShellOutcome } from './run.ts';

export interface InteractiveShellOptions {
  /** With a terminal it echoes, edits and prompts. Without one it carries out the lines of its input. */
  terminal: boolean;
  hostname: string;
  root: boolean;
  variables: ReadonlyMap<string, string>;
  workingDirectory: string;
  run(
    script: string,
    state: { variables: ReadonlyMap<string, string>; workingDirectory: string },
    interrupted: AbortSignal,
    /** What was typed for a command that reads. */
    stdin: string | undefined,
  ): Promise<ShellOutcome>;
  write(stream: 'stdout' | 'stderr', text: string): void;
  /** Told once. */
  exited(exitCode: number): void;
}

const MOST_PENDING = 1024 * 1024;
/** Characters that a command is given of what is typed. */
const MOST_READ = 16 * 1024 * 1024;

/** A shell that somebody types into. What lines leave behind, variables and functions, is there for the next ones. */
export class InteractiveShell {
  readonly #options: InteractiveShellOptions;
  readonly #editor: LineEditor;
  readonly #decoder = new TextDecoder();
  #variables: ReadonlyMap<string, string>;
  #workingDirectory: string;
  #definitions: string[] = [];
  /** Lines of a command that is not complete yet. */
  #unfinished = '';
  /** Null: the end, as typed by Ctrl+D. */
  #waiting: (string | null)[] = [];
  /** A command that reads what is typed until its end, and what it got. */
  #reading: { script: string; lines: string[]; size: number } | undefined;
  #partial = '';
  #running: AbortController | undefined;
  #closing = false;
  #exited = false;
  #status = 0;

  constructor(options: InteractiveShellOptions) {
    this.#options = options;
    this.#variables = options.variables;
    this.#workingDirectory = options.workingDirectory;
    this.#editor = new LineEditor((text) => options.write('stdout', text));
    if (options.terminal) {
      options.write('stdout', 'This shell is simulated by LuBan: nothing in it runs for real.\r\n');
      this.#prompt();
    }
  }

  /** Shows the prompt again, such as to somebody who attaches later. */
  greet(): void {
    if (this.#options.terminal && this.#running === undefined) this.#prompt(this.#editor.typed);
  }

  input(bytes: Uint8Array): void {
    if (this.#exited || this.#closing) return;
    if (!this.#options.terminal) {
      const lines = (this.#partial + this.#decoder.decode(bytes, { stream: true })).split('\n');
      this.#partial = lines.pop() ?? '';
      if (this.#partial.length > MOST_PENDING) this.#exit(2);
      this.#waiting.push(...lines);
    } else {
      for (const event of this.#editor.input(bytes)) {
        if (event.kind === 'line') this.#waiting.push(event.text);
        else if (event.kind === 'end') this.#waiting.push(null);
        else this.#interrupt();
      }
    }
    void this.#next();
  }

  /** The input is at its end. */
  end(): void {
    if (this.#partial !== '') this.#waiting.push(this.#partial);
    this.#partial = '';
    this.#closing = true;
    void this.#next();
  }

  #interrupt(): void {
    this.#waiting = [];
    this.#reading = undefined;
    this.#unfinished = '';
    this.#status = 130;
    if (this.#running === undefined) this.#prompt();
    else this.#running.abort();
  }

  async #next(): Promise<void> {
    if (this.#running !== undefined || this.#exited) return;
    const line = this.#waiting.shift();
    if (line === undefined) {
      if (!this.#closing) return;
      if (this.#unfinished !== '') {
        const script = this.#unfinished;
        this.#unfinished = '';
        await this.#carryOut(script, true);
      }
      this.#exit(this.#status);
      return;
    }
    if (this.#reading !== undefined) await this.#read(this.#reading, line);
    else if (line === null) this.#closing = true;
    else if (this.#options.terminal && this.#unfinished === '' && readsTerminal(line)) {
      this.#reading = { script: line, lines: [], size: 0 };
    } else await this.#carryOut(this.#unfinished + line, false);
    if (!this.#exited) void this.#next();
  }

  async #read(reading: { script: string; lines: string[]; size: number }, line: string | null): Promise<void> {
    if (line !== null) {
      reading.size += line.length;
      if (reading.size <= MOST_READ) reading.lines.push(line);
      return;
    }
    this.#reading = undefined;
    await this.#carryOut(reading.script, false, reading.lines.map((text) => `${text}\n`).join(''));
  }

  async #carryOut(script: string, last: boolean, stdin?: string): Promise<void> {
    if (script.trim() === '') {
      this.#prompt();
      return;
    }
    if (!last && openHereDocument(script)) {
      this.#goOn(script);
      return;
    }
    const running = new AbortController();
    this.#running = running;
    try {
      const state = { variables: this.#variables, workingDirectory: this.#workingDirectory };
      const outcome = await this.#options.run(this.#definitions.join('') + script, state, running.signal, stdin);
      if (running.signal.aborted) this.#status = 130;
      else if (outcome.failure !== '' && !last && isIncomplete(outcome.failure, script)) this.#goOn(script);
      else this.#finish(script, outcome);
    } catch {
      this.#status = 1;
    } finally {
      this.#running = undefined;
    }
    if (!this.#exited) this.#prompt();
  }

  #finish(script: string, outcome: ShellOutcome): void {
    this.#unfinished = '';
    this.#status = outcome.exitCode;
    const { failure } = outcome;
    if (failure !== '')
      this.#options.write('stderr', this.#options.terminal ? failure.replaceAll('\n', '\r\n') : failure);
    // What did not run has changed nothing, and has not left by `exit`.
    if (!outcome.completed && /syntax error|unexpected EOF|Parse error|too many|Killed/.test(failure)) return;
    this.#variables = outcome.variables;
    this.#workingDirectory = outcome.workingDirectory;
    if (/^\s*(?:function\s+\w+|[\w-]+\s*\(\s*\)|alias\s)/m.test(script) && this.#definitions.length < 100)
      this.#definitions.push(`${script}\n`);
    if (!outcome.completed) this.#exit(outcome.exitCode);
  }

  #goOn(script: string): void {
    this.#unfinished = script.length > MOST_PENDING ? '' : `${script}\n`;
  }

  #exit(exitCode: number): void {
    if (this.#exited) return;
    this.#exited = true;
    if (this.#options.terminal && this.#closing) this.#options.write('stdout', 'exit\r\n');
    this.#options.exited(exitCode);
  }

  #prompt(typed = ''): void {
    if (!this.#options.terminal || this.#waiting.length > 0 || this.#closing || this.#running !== undefined) return;
    if (this.#reading !== undefined) return;
    const { root, hostname } = this.#options;
    const sign = root ? '#' : '$';
    const home = this.#variables.get('HOME');
    const place = this.#workingDirectory === home ? '~' : this.#workingDirectory;
    const text = this.#unfinished !== '' ? '> ' : `${root ? 'root@' : ''}${hostname}:${place}${sign} `;
    this.#options.write('stdout', text + typed);
  }
}

/** Whether more lines could complete what the parser refused. */
function isIncomplete(failure: string, script: string): boolean {
  if (/got EOF|unexpected EOF|unexpected end of file/.test(failure)) return true;
  const position = /Parse error at (\d+):(\d+)/.exec(failure);
  if (position === null) return false;
  // What is asked for behind the last character is missing, not wrong.
  const wanted = /near unexpected token `(?:fi|done|esac|\}|\)|then|do|else|elif)'/.test(failure);
  return wanted && !/(?:^|[\s;])(?:fi|done|esac|\}|\))\s*$/.test(script);
}

function openHereDocument(script: string): boolean {
  const match = /<<-?\s*(['"]?)([A-Za-z_]\w*)\1/.exec(script);
  if (match === null) return false;
  return !script
    .slice(match.index)
    .split('\n')
    .slice(1)
    .some((line) => line.trim() === match[2]);
}
