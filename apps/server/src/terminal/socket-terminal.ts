import type { WebSocket } from 'ws';

/** What all terminals behind a WebSocket have in common, whatever their messages look like. */
export abstract class SocketTerminal {
  protected readonly socket: WebSocket;
  protected readonly locale: string;
  #alive = true;

  constructor(socket: WebSocket, locale: string) {
    this.socket = socket;
    this.locale = locale;
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', () => socket.terminate());
  }

  ping(): void {
    // Somebody whose network is gone does not say so.
    if (this.#alive) this.socket.ping();
    else this.socket.terminate();
    this.#alive = false;
  }

  holdInput(hold: boolean): void {
    if (hold) this.socket.pause();
    else this.socket.resume();
  }

  close(): void {
    this.socket.resume();
    this.socket.close(1000);
  }
}
