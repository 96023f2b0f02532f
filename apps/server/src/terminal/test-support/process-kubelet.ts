import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { type Dialer, noDialer } from '@luban/kube-apiserver';
import { type WebSocket, WebSocketServer } from 'ws';
import { bytesOf } from '../browser-terminal.ts';

export interface ProcessKubeletOptions {
  /** Whether "the container" has a program. Default: what the computer has. */
  has?(program: string): boolean;
  /** How a runtime says that a program is missing. Default: as containerd does. */
  missing?: 'status' | 'exit-code';
  /** Default: v5.channel.k8s.io. */
  protocol?: string;
}

export interface ProcessKubelet extends Dialer {
  /** What was run, program and arguments. */
  readonly commands: string[][];
  /** Its containers are others from now on, and nothing was run in them. */
  become(options?: ProcessKubeletOptions): void;
}

/**
 * The `exec` of a kubelet whose containers are this computer: commands are real processes, started by their arguments
 * without a shell. It waits for whoever does not read, as a real one does.
 */
export function processKubelet(): ProcessKubelet {
  const commands: string[][] = [];
  const options: ProcessKubeletOptions = {};
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: () => options.protocol ?? 'v5.channel.k8s.io',
  });
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, socket as never, head, (connection) => {
      const query = new URL(request.url ?? '/', 'http://kubelet').searchParams;
      const argv = query.getAll('command');
      commands.push(argv);
      run(connection, argv, query, options);
    });
  });
  return {
    ...noDialer,
    commands,
    become(next = {}) {
      commands.length = 0;
      Object.assign(options, { has: undefined, missing: undefined, protocol: undefined, ...next });
    },
    kubelet() {
      const [near, far] = duplexPair();
      server.emit('connection', far);
      return near;
    },
  };
}

function run(socket: WebSocket, argv: string[], query: URLSearchParams, options: ProcessKubeletOptions): void {
  const [program = '', ...args] = argv;
  const send = (channel: number, bytes: Uint8Array, done?: () => void) =>
    socket.send(Buffer.concat([Buffer.of(channel), bytes]), { binary: true }, done);
  const finish = (status: object) => {
    send(3, Buffer.from(JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, ...status })));
    socket.close(1000);
  };
  const missing = () => {
    const text = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown`;
    if (options.missing !== 'exit-code') {
      return finish({
        status: 'Failure',
        reason: 'InternalError',
        code: 500,
        message: `error executing command: ${text}`,
      });
    }
    send(query.has('tty') ? 1 : 2, Buffer.from(`${text}\r\n`));
    return finish(exitStatus(126));
  };
  for (const channel of [1, 2, 3]) send(channel, Buffer.alloc(0));
  if (options.has?.(program) === false) {
    missing();
    return;
  }
  const child = spawn(program, args, { cwd: '/', stdio: 'pipe' });
  child.on('error', () => missing());
  child.stdin.on('error', () => {});
  socket.on('message', (data) => {
    const message = bytesOf(data);
    if (message[0] === 255) child.stdin.end();
    if (message[0] !== 0) return;
    if (child.stdin.write(message.subarray(1))) return;
    socket.pause();
    child.stdin.once('drain', () => socket.resume());
  });
  socket.on('close', () => {
    child.stdin.end();
    child.kill();
  });
  socket.on('error', () => socket.terminate());
  child.stdin.on('close', () => socket.resume());
  if (!query.has('input')) child.stdin.end();
  passOn(child, query.has('tty'), send);
  child.on('close', (code) => finish(code === 0 ? { status: 'Success' } : exitStatus(code ?? 137)));
}

function passOn(
  child: ChildProcess,
  terminal: boolean,
  send: (channel: number, bytes: Uint8Array, done?: () => void) => void,
): void {
  for (const [channel, stream] of [
    [1, child.stdout!],
    [terminal ? 1 : 2, child.stderr!],
  ] as const) {
    stream.on('data', (chunk: Buffer) => {
      stream.pause();
      send(channel, chunk, () => stream.resume());
    });
  }
}

function exitStatus(code: number) {
  return {
    status: 'Failure',
    message: `command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}
