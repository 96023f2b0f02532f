import type { Command } from 'just-bash';
import { PROFILES, profileOf } from '../../images/profile-of.ts';
import type { ProcessHost } from '../container-host.ts';
import { command } from './command.ts';

/** Servers of known images: they tell their version, and in a main process they serve. */
export function programCommands(host: ProcessHost): Command[] {
  const programs = new Map(
    PROFILES.flatMap((profile) => profile.programs.map((program) => [program, profile] as const)),
  );
  for (const program of host.profile.programs) programs.set(program, host.profile);
  const commands = [...programs].map(([name, profile]) =>
    command(name, async (words) => {
      const version = profile.versions && Object.hasOwn(profile.versions, name) ? profile.versions[name] : undefined;
      if (words.some((word) => ['-v', '-V', '--version', 'version'].includes(word))) {
        return {
          stderr: name === 'nginx' ? `${version}\n` : '',
          stdout: name === 'nginx' ? '' : `${version ?? `${name} (simulated by LuBan)`}\n`,
        };
      }
      if (words.includes('-t'))
        return { stderr: `${name}: the configuration file syntax is ok (simulated, not read)\n` };
      // Programs of other images are not on this one.
      if (
        profileOf(host.container.image ?? '') !== profile &&
        host.profile.anyProgram !== true &&
        host.profile.programs.includes(name) === false
      ) {
        return { stderr: `sh: ${name}: not found\n`, exitCode: 127 };
      }
      if (host.serve !== undefined) return { exitCode: await host.serve(profile) };
      return { stderr: `${name}: simulated by LuBan; the server of this container is its main process\n` };
    }),
  );
  return [...commands, perl, redisCli(host), postgresIsReady()];
}

/** The example of the Kubernetes documentation on jobs computes digits of pi; it runs here as it does there. */
const perl = command('perl', (words) => {
  const digits = /print bpi\((\d{1,5})\)/.exec(words.join(' '))?.[1];
  if (digits !== undefined) return `${piDigits(Math.min(Number(digits), 10_000))}\n`;
  if (words.includes('-v')) return 'This is perl 5, version 42 (simulated by LuBan)\n';
  return {
    stderr: 'perl: only the example of the Kubernetes documentation runs in the simulated shell\n',
    exitCode: 2,
  };
});

function redisCli(host: ProcessHost): Command {
  const data = new Map<string, string>();
  return command('redis-cli', (words) => {
    const queue = [...words];
    while (queue[0]?.startsWith('-')) queue.splice(0, /^-[hpan]$/.test(queue[0]) ? 2 : 1);
    const [verb = '', key = '', value = ''] = queue;
    switch (verb.toUpperCase()) {
      case 'PING':
        return 'PONG\n';
      case 'SET':
        data.set(key, value);
        return 'OK\n';
      case 'GET':
        return `${data.get(key) ?? ''}\n`;
      case 'INFO':
        return `# Server\r\nredis_version:8.2.2\r\nos:Simulated by LuBan\r\nuptime_in_seconds:${Math.floor((host.clock.now() - host.startedAt) / 1000)}\r\n`;
      default:
        return { stderr: `(error) ERR '${verb}' is not simulated\n`, exitCode: 1 };
    }
  });
}

function postgresIsReady(): Command {
  return command('pg_isready', () => '/var/run/postgresql:5432 - accepting connections\n');
}

/** Digits of pi by Machin's formula. @param digits significant ones */
export function piDigits(digits: number): string {
  const scale = 10n ** BigInt(digits + 10);
  const arctangentOfInverse = (x: bigint): bigint => {
    let term = scale / x;
    let sum = term;
    for (let n = 3n, sign = -1n; term !== 0n; n += 2n, sign = -sign) {
      term /= x * x;
      sum += (sign * term) / n;
    }
    return sum;
  };
  const pi = (4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n)) + 10n ** 10n * 5n) / 10n ** 11n;
  const text = pi.toString();
  return `${text[0]}.${text.slice(1)}`;
}
