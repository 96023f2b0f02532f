import { StringDecoder } from 'node:string_decoder';
import { explain } from '@luban/manifest/messages';
import { bytesOf, isSide } from './browser-terminal.ts';
import { SocketTerminal } from './socket-terminal.ts';
import type { TerminalNews } from './terminal-client.ts';
import type { Visitor } from './terminal-door.ts';
import type { TerminalSession } from './terminal-session.ts';

/**
 * A terminal for pages made for KubeSphere 4: every message is JSON, `{"Op":"stdin","Data":…}` and
 * `{"Op":"resize","Cols":…,"Rows":…}` from the page, `{"Op":"stdout","Data":…}` and `{"Op":"toast","Data":…}` to it.
 * Characters that were cut wait for their other half, since JSON holds whole ones.
 */
export class KubeSphereTerminal extends SocketTerminal implements Visitor {
  readonly #decoder = new StringDecoder('utf8');

  use(session: TerminalSession, from: number | undefined): void {
    const socket = this.socket;
    socket.on('message', (data) => hear(session, bytesOf(data).toString()));
    // These pages do not come back.
    socket.on('close', () => session.end());
    session.attach(this, from);
    socket.resume();
    if (socket.readyState !== socket.OPEN) session.end();
  }

  show(bytes: Buffer, taken: () => void): void {
    const text = this.#decoder.write(bytes);
    if (text === '') taken();
    else this.socket.send(JSON.stringify({ Op: 'stdout', Data: text }), taken);
  }

  tell(news: TerminalNews): void {
    if (!('error' in news) || news.error === undefined) return;
    const { sentence, cure } = explain(news.error, this.locale);
    this.socket.send(JSON.stringify({ Op: 'toast', Data: `${sentence} ${cure} (${news.error.code})` }), () => {});
  }
}

function hear(session: TerminalSession, text: string): void {
  let message: Record<string, unknown>;
  try {
    message = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return;
  }
  const { Op, Data, Cols, Rows } = message;
  if (Op === 'stdin' && typeof Data === 'string') session.input(Buffer.from(Data));
  else if (Op === 'resize' && isSide(Cols) && isSide(Rows)) session.resize(Cols, Rows);
}
