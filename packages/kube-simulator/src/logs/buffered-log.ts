import type { LogEntry, LogSource } from './log-source.ts';

/** As much as a kubelet keeps before it rotates. Source: KubeletConfiguration, containerLogMaxSize. */
const MOST_CHARACTERS = 10 * 1024 * 1024;
/** Longer lines are broken, as by the container runtime interface. */
const LONGEST_LINE = 16 * 1024;

/** Keeps what a process really wrote. */
export class BufferedLog implements LogSource {
  #entries: LogEntry[] = [];
  #characters = 0;
  #sequence = 0;
  #unfinished = { stdout: '', stderr: '' };
  #listeners = new Set<() => void>();
  #endedAt: number | undefined;

  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  write(stream: 'stdout' | 'stderr', text: string, time: number): void {
    const lines = (this.#unfinished[stream] + text).split('\n');
    let rest = lines.pop() ?? '';
    for (const line of lines) this.#add(stream, line, time);
    while (rest.length > LONGEST_LINE) {
      this.#add(stream, rest.slice(0, LONGEST_LINE), time);
      rest = rest.slice(LONGEST_LINE);
    }
    this.#unfinished[stream] = rest;
    this.#tell();
  }

  end(time: number): void {
    if (this.#endedAt !== undefined) return;
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#unfinished[stream] !== '') this.#add(stream, this.#unfinished[stream], time, true);
    }
    this.#endedAt = time;
    this.#tell();
  }

  *after(sequence: number, until: number): Iterable<LogEntry> {
    const first = this.#entries[0]?.sequence ?? 0;
    for (let index = Math.max(0, sequence + 1 - first); index < this.#entries.length; index++) {
      const entry = this.#entries[index];
      if (entry !== undefined && entry.time <= until) yield entry;
    }
  }

  *backwards(until: number): Iterable<LogEntry> {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      if (entry !== undefined && entry.time <= until) yield entry;
    }
  }

  nextAfter(): undefined {
    return undefined;
  }

  subscribe(changed: () => void): Disposable {
    this.#listeners.add(changed);
    return { [Symbol.dispose]: () => void this.#listeners.delete(changed) };
  }

  #add(stream: 'stdout' | 'stderr', text: string, time: number, unfinished?: true): void {
    this.#entries.push({ sequence: this.#sequence++, time, stream, text, ...(unfinished && { unfinished }) });
    this.#characters += text.length + 1;
    if (this.#characters <= MOST_CHARACTERS) return;
    // Half is dropped at once, so that writing stays cheap.
    const kept = this.#entries.slice(Math.ceil(this.#entries.length / 2));
    this.#entries = kept;
    this.#characters = kept.reduce((sum, entry) => sum + entry.text.length + 1, 0);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
