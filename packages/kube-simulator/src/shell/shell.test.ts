import { ManualClock } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import { InMemoryFs } from 'just-bash';
import { beforeEach, expect, test } from 'vitest';
import { profileOf } from '../images/profile-of.ts';
import { textResponse } from '../images/responses.ts';
import { piDigits } from './commands/programs.ts';
import type { ProcessHost } from './container-host.ts';
import { runShell } from './run.ts';
import { SHELL_COMMANDS } from './shell-commands.ts';
import { streamOutput } from './stream-output.ts';

let clock: ManualClock;
let killed: AbortController;
let files: InMemoryFs;

beforeEach(() => {
  clock = new ManualClock();
  killed = new AbortController();
  files = new InMemoryFs({ '/etc/hostname': 'web-1\n' }, { maxTotalBytes: 2 ** 20 });
  for (const name of SHELL_COMMANDS) files.writeFileSync(`/usr/bin/${name}`, '#', undefined, { mode: 0o755 });
  files.mkdirSync('/tmp');
});

function host(): ProcessHost {
  const container = { name: 'c', image: 'busybox' };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop' },
    spec: { containers: [container] },
  };
  return {
    pod: () => pod,
    container,
    profile: profileOf('busybox'),
    hostname: 'web-1',
    ip: () => '10.244.0.9',
    startedAt: clock.now(),
    clock,
    files,
    commandLine: ['sleep', '3600'],
    usage: () => ({ memoryBytes: 1_000_000, millicores: 3 }),
    signal: () => {},
    killed: killed.signal,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        if (Number.isFinite(milliseconds)) clock.after(milliseconds, resolve);
        killed.signal.addEventListener('abort', () => resolve());
      }),
    network: {
      resolve: (name) => (name === 'db' || name.startsWith('10.') ? ['10.96.0.7'] : []),
      qualify: (name) => `${name}.shop.svc.cluster.local`,
      connect: (_address, port) =>
        port === 80
          ? { respond: async ({ url, method }) => textResponse(url === '/bad' ? 500 : 200, `${method} ${url}\n`) }
          : undefined,
    },
  };
}

async function run(script: string, stdin?: Uint8Array) {
  const output = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const outcome = await runShell(script, {
    host: host(),
    variables: new Map([
      ['PATH', '/usr/bin:/bin'],
      ['GREETING', 'hello'],
    ]),
    workingDirectory: '/',
    stdin,
    output: (stream, bytes) => {
      output[stream] = Buffer.concat([output[stream], bytes]);
    },
  });
  return { ...outcome, stdout: output.stdout.toString(), stderr: output.stderr.toString(), bytes: output.stdout };
}

test.each([
  ['echo $GREETING', 'hello\n', 0],
  ['echo abc | tr a-z A-Z', 'ABC\n', 0],
  ['x=$(echo hi | tr a-z A-Z); echo "<$x>"', '<HI>\n', 0],
  ['f() { echo in f; return 4; }; f; echo $?', 'in f\n4\n', 0],
  ['f() { echo x; }; f | tr x y', 'y\n', 0],
  ['for i in 1 2; do echo $i; done | sort -r', '2\n1\n', 0],
  ['if true; then echo yes; else echo no; fi; exit 3', 'yes\n', 3],
  ['{ echo a; echo b; } > /tmp/f; cat /tmp/f', 'a\nb\n', 0],
  ['echo a > /tmp/g && cat < /tmp/g', 'a\n', 0],
  ['case x in x) echo matched;; esac', 'matched\n', 0],
  ['while read line; do echo "got $line"; done', 'got 1\ngot 2\n', 0],
  ['false', '', 1],
  ['set -e; false; echo never', '', 1],
  ['exec echo replaced; echo never', 'replaced\n', 0],
  ['id -u; whoami; hostname', '0\nroot\nweb-1\n', 0],
  ['uname -a', 'Linux web-1 6.12.0-simulated #1 SMP simulated by LuBan x86_64 GNU/Linux\n', 0],
  ['curl -s http://db/x', 'GET /x\n', 0],
  ['curl -s -o /dev/null -w "%{http_code}" http://db/bad', '500', 0],
  ['curl -sf http://db/bad', '', 22],
  ['curl -s http://elsewhere.example/', '', 6],
  ['wget -qO- http://db/y', 'GET /y\n', 0],
  ['nslookup db | tail -2 | head -1', 'Address: 10.96.0.7\n', 0],
])('%s', async (script, stdout, exitCode) => {
  const outcome = await run(script, Buffer.from('1\n2\n'));
  expect([outcome.stdout, outcome.exitCode]).toEqual([stdout, exitCode]);
});

test('a variable in the place of a command may hold its first arguments too', async () => {
  expect(await run('X="echo a  b"; $X c; if $X d; then "$GREETING" e; fi')).toMatchObject({
    stdout: 'a b c\na b d\n',
    stderr: 'bash: hello: command not found\n',
  });
});

test('errors are told on the standard error', async () => {
  expect(await run('nosuch; ls /nowhere')).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('nosuch: command not found'),
  });
  expect(await run('if then')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('syntax error') });
});

test('output is told as it is written, not when the script ends', async () => {
  const seen: string[] = [];
  const running = runShell('main() { for i in 1 2 3; do echo $i; sleep 10; done; }; main', {
    host: host(),
    variables: new Map([['PATH', '/usr/bin']]),
    workingDirectory: '/',
    output: (_stream, bytes) => seen.push(bytes.toString()),
  });
  await expect.poll(() => seen).toEqual(['1\n']);
  await clock.advance(10_000);
  await expect.poll(() => seen).toEqual(['1\n', '2\n']);
  await clock.advance(20_000);
  expect((await running).exitCode).toBe(0);
});

test('archives pass through standard input and output byte by byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256));
  await files.writeFile('/srv/in/data.bin', bytes);
  await files.symlink('data.bin', '/srv/in/link');
  const archive = await run('tar cf - -C /srv in');
  expect(archive.exitCode).toBe(0);
  expect((await run('mkdir /out; tar xmf - -C /out', archive.bytes)).exitCode).toBe(0);
  expect(Buffer.from(await files.readFileBuffer('/out/in/data.bin')).equals(bytes)).toBe(true);
  expect(await files.readlink('/out/in/link')).toBe('data.bin');
  expect((await run('tar cf - /srv/in | tar tf -')).stdout).toBe('srv/in/\nsrv/in/data.bin\nsrv/in/link\n');
  expect((await run('tar cf - /missing')).exitCode).toBe(2);
});

test('names in archives do not climb out of their directory', async () => {
  const { pack } = await import('tar-stream');
  const evil = pack();
  evil.entry({ name: '../../etc/evil' }, 'x');
  evil.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of evil) chunks.push(chunk as Buffer);
  await run('mkdir -p /tmp/a/b; tar xf - -C /tmp/a/b', Buffer.concat(chunks));
  expect(await files.exists('/etc/evil')).toBe(false);
  expect(await files.exists('/tmp/a/b/etc/evil')).toBe(true);
});

test('nothing of the host can be read, run or reached', async () => {
  for (const path of [
    '/proc/self/environ',
    import.meta.filename,
    process.execPath,
    `${process.cwd()}/package.json`,
    '/etc/shadow',
  ]) {
    expect((await run(`cat ${path}`)).exitCode).not.toBe(0);
  }
  for (const program of ['node', 'python3', 'js-exec', 'sqlite3'])
    expect((await run(`${program} -e 1`)).exitCode).toBe(127);
  const { stdout } = await run('cat /proc/self/status; env; echo $$ $PPID; ls /');
  expect(stdout).not.toContain(process.cwd());
  expect(stdout).not.toContain(String(process.pid).padStart(6, ' '));
  const { exitCode } = await run(`curl -s --max-time 1 http://127.0.0.1:22/`);
  expect(exitCode).not.toBe(0);
});

test('a loop without end lets others run, and can be killed', async () => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 1);
  const running = run('while true; do :; done');
  await expect.poll(() => turns).toBeGreaterThan(10);
  clearInterval(ticking);
  killed.abort();
  expect((await running).exitCode).not.toBe(0);
});

test('a loop that hides from the count of loops is stopped', async () => {
  expect((await run("eval 'while true; do :; done'")).exitCode).not.toBe(0);
  expect((await run("awk 'BEGIN { while (1) {} }'")).exitCode).not.toBe(0);
});

test('memory is bounded', async () => {
  const { exitCode } = await run('x=aaaaaaaaaaaaaaaa; for i in $(seq 1 40); do x=$x$x; done; echo $x');
  expect(exitCode).not.toBe(0);
  expect(
    (await run('for i in $(seq 1 50); do head -c 100000 /tmp/big >> /tmp/big2; printf "%050000d" 1 >> /tmp/big; done'))
      .exitCode,
  ).not.toBe(0);
});

test('a script that cannot be read is left as it is', () => {
  expect(streamOutput('for i in')).toBe('for i in');
  expect(streamOutput('(('.repeat(5000))).toBeTypeOf('string');
});

test('pi has the digits that it is known to have', () => {
  expect(piDigits(30)).toBe('3.14159265358979323846264338328');
  expect(piDigits(2000)).toHaveLength(2001);
});

test('env lists what programs are given, not what the shell keeps for itself', async () => {
  const names = (text: string) => text.split('\n').map((line) => line.split('=')[0]);
  const { stdout } = await run('OWN=1; export GIVEN=2; env');
  expect(names(stdout)).toContain('GIVEN');
  for (const name of ['OWN', 'IFS', 'OPTIND', '?', 'SHELLOPTS', 'OLDPWD']) expect(names(stdout)).not.toContain(name);
  expect((await run('env MORE=3 printenv MORE; printenv GREETING; env MORE=4 | grep MORE')).stdout).toBe(
    '3\nhello\nMORE=4\n',
  );
});
