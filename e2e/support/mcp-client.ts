/** A program written with client-go, spoken to by its standard input and output. Protocol: Model Context Protocol. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from './product.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface ToolOutcome {
  isError: boolean;
  text: string;
}

export interface McpClient extends AsyncDisposable {
  tools: string[];
  /** Never rejects for what the tool says. */
  try(tool: string, words?: Record<string, unknown>): Promise<ToolOutcome>;
  /** @throws with what the tool says when it fails */
  (tool: string, words?: Record<string, unknown>): Promise<string>;
}

interface Message {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

const PACKAGE = 'kubernetes-mcp-server-linux-amd64';
const VERSION = '2025-06-18';

/**
 * Starts kubernetes-mcp-server. Its package has it for Linux on x64 alone.
 *
 * @param kubeconfig path of the configuration that it uses
 */
export async function startMcpServer(kubeconfig: string): Promise<McpClient> {
  const resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder('luban-mcp-'));
  // Package managers need not keep the permission to run it.
  const binary = join(folder.path, 'server');
  await copyFile(join(REPOSITORY, 'node_modules', PACKAGE, 'bin', PACKAGE), binary);
  await chmod(binary, 0o755);
  const child = spawn(binary, ['--kubeconfig', kubeconfig, '--toolsets', 'core,config,helm'], {
    cwd: folder.path,
    env: { PATH: process.env.PATH ?? '', HOME: folder.path },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  resources.defer(async () => {
    child.kill();
    await ended;
  });
  const waiting = new Map<number, (message: Message) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let last = 0;
  const call = async (method: string, params: object) => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  await call('initialize', { protocolVersion: VERSION, capabilities: {}, clientInfo: { name: 'test', version: '1' } });
  send({ method: 'notifications/initialized' });
  const { tools } = (await call('tools/list', {})) as { tools: { name: string }[] };

  const attempt: McpClient['try'] = async (name, words = {}) => {
    const { content, isError = false } = (await call('tools/call', { name, arguments: words })) as {
      content: { text: string }[];
      isError?: boolean;
    };
    return { isError, text: content.map(({ text }) => text).join('\n') };
  };
  const run = async (tool: string, words?: Record<string, unknown>) => {
    const { isError, text } = await attempt(tool, words);
    if (isError) throw new Error(`${tool}: ${text}`);
    return text;
  };
  return Object.assign(run, {
    tools: tools.map(({ name }) => name),
    try: attempt,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  });
}
