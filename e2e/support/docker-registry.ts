/** The registry that Debian packages, as a process on loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findDebianProgram } from '../../scripts/lib/debian-program.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface DockerRegistry extends AsyncDisposable {
  /** `127.0.0.1:40123` */
  readonly host: string;
}

/** The one user of a registry that wants to know who asks. */
export const REGISTRY_USER = { username: 'ada', password: 'harbour-lantern' } as const;
/** Their password as `htpasswd -B` writes it. */
const HTPASSWD = 'ada:$2b$05$abcdefghijklmnopqrstuuLMS41CobjrFaYgV778SgIoiYilnnCL6\n';

/** @param options.users whether it answers `REGISTRY_USER` alone. Default: everybody */
export async function startDockerRegistry({ users = false } = {}): Promise<DockerRegistry> {
  const program = findDebianProgram('docker-registry');
  const folder = await temporaryFolder('luban-registry-');
  const port = await freePort();
  const passwords = join(folder.path, 'htpasswd');
  await writeFile(passwords, HTPASSWD);
  const configuration = join(folder.path, 'config.yml');
  await writeFile(
    configuration,
    JSON.stringify({
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder.path, 'data') }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}`, secret: 'only-for-tests' },
      ...(users && { auth: { htpasswd: { realm: 'tests', path: passwords } } }),
    }),
  );
  const child = spawn(program, ['serve', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  const host = `127.0.0.1:${port}`;
  await answers(host, child);
  return {
    host,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function answers(host: string, child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`docker-registry did not start on ${host}: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
