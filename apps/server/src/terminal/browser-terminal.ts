import { explain } from '@luban/manifest/messages';
import type { RawData } from 'ws';
import { SocketTerminal } from './socket-terminal.ts';
import type { TerminalClient, TerminalNews, TerminalProblem } from './terminal-client.ts';
import type { TerminalSession } from './terminal-session.ts';

/** Largest text message; bytes may come in larger ones. */
const LARGEST_CONTROL = 1_000;
const LARGEST_SIDE = 2_000;

/**
 * A terminal in a browser. Binary messages are what the terminal shows and what is typed, byte for byte; text messages
 * are JSON and say everything else.
 */
export class BrowserTerminal extends SocketTerminal implements TerminalClient {
  /** Whoever is connected works at this terminal from now on. */
  use(session: TerminalSession, from: number | undefined): void {
    const socket = this.socket;
    socket.on('message', (data, binary) => {
      if (binary) session.input(bytesOf(data));
      else this.#control(session, bytesOf(data));
    });
    socket.on('close', () => session.detach(this));
    session.attach(this, from);
    socket.resume();
    if (socket.readyState !== socket.OPEN) session.detach(this);
  }

  show(bytes: Buffer, taken: () => void): void {
    this.socket.send(bytes, { binary: true }, taken);
  }

  tell(news: TerminalNews): void {
    const error = 'error' in news && news.error !== undefined ? { error: this.#explained(news.error) } : {};
    this.socket.send(JSON.stringify({ ...news, ...error }), () => {});
  }

  #control(session: TerminalSession, bytes: Buffer): void {
    if (bytes.length > LARGEST_CONTROL) return;
    const message = parse(bytes);
    if (message.type === 'resize' && isSide(message.columns) && isSide(message.rows)) {
      session.resize(message.columns, message.rows);
    } else if (message.type === 'shown' && Number.isSafeInteger(message.offset)) {
      session.acknowledge(Number(message.offset));
    } else if (message.type === 'end') session.end();
  }

  #explained({ code, params }: TerminalProblem) {
    const { sentence, cause, cure } = explain({ code, params }, this.locale);
    return { code, message: sentence, cause, cure, params };
  }
}

export function isSide(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LARGEST_SIDE;
}

export function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
