import type { Command } from 'just-bash';
import type { ProcessHost } from '../container-host.ts';
import { command } from './command.ts';

const MEBIBYTE = 1024 * 1024;

/** Commands about processes and time: ps, top, kill, free, uptime, sleep, tail -f, trap. */
export function processCommands(host: ProcessHost): Command[] {
  return [
    command('ps', (words) => {
      const user = host.profile.user.name;
      const main = host.commandLine.join(' ');
      if (words.some((word) => word.replace('-', '').includes('u') || word.includes('f'))) {
        const { memoryBytes } = host.usage();
        const row = (pid: number, memory: number, text: string) =>
          `${user.padEnd(8)} ${String(pid).padStart(5)}  0.1  0.1 ${String(memory * 3).padStart(7)} ${String(memory).padStart(6)} ?        Ss   ${clockTime(host.startedAt)}   0:00 ${text}`;
        return [
          'USER       PID %CPU %MEM     VSZ    RSS TTY      STAT START   TIME COMMAND',
          row(1, Math.round(memoryBytes / 1024), main),
          row(57, 3144, `ps ${words.join(' ')}`),
          '',
        ].join('\n');
      }
      return [
        'PID   USER     TIME  COMMAND',
        `    1 ${user.padEnd(8)} ${'0:00'.padStart(5)} ${main}`,
        `   57 ${user.padEnd(8)} ${'0:00'.padStart(5)} ps ${words.join(' ')}`.trimEnd(),
        '',
      ].join('\n');
    }),
    command('top', async (words) => {
      const page = () => topPage(host);
      const batch = words.includes('-b') || host.terminal === undefined;
      const count = words[words.indexOf('-n') + 1];
      // On a terminal the real one repeats until `q`; one page has to do.
      if (batch && words.includes('-n') && Number(count) > 1) {
        await host.sleep(1000);
        return page() + page();
      }
      return page();
    }),
    command('kill', (words) => {
      const [option] = words.filter((word) => word.startsWith('-'));
      if (option === '-l') return 'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM\n';
      const targets = words.filter((word) => /^\d+$/.test(word));
      if (targets.length === 0) return { stderr: 'kill: you need to specify whom to kill\n', exitCode: 1 };
      const other = targets.find((target) => target !== '1');
      if (other !== undefined) return { stderr: `kill: can't kill pid ${other}: No such process\n`, exitCode: 1 };
      const name = (option ?? '-TERM').replace(/^-(?:SIG)?/, '').toUpperCase();
      if (['TERM', '15', 'INT', '2', 'QUIT', '3', 'HUP', '1'].includes(name)) host.signal('SIGTERM');
      // The first process of a container is immune against SIGKILL from inside.
      return '';
    }),
    command('free', () => {
      const used = Math.round(host.usage().memoryBytes / 1024);
      const total = 32 * 1024 * 1024;
      const row = (...cells: (string | number)[]) =>
        cells.map((cell, index) => (index === 0 ? String(cell).padEnd(7) : String(cell).padStart(12))).join('');
      return [
        row('', 'total', 'used', 'free', 'shared', 'buff/cache', 'available'),
        row('Mem:', total, used, total - used, 0, 0, total - used),
        row('Swap:', 0, 0, 0),
        '',
      ].join('\n');
    }),
    command('uptime', () => {
      const minutes = Math.floor((host.clock.now() - host.startedAt) / 60_000);
      const up =
        minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
      return ` ${new Date(host.clock.now()).toISOString().slice(11, 19)} up ${up},  0 users,  load average: 0.10, 0.08, 0.05\n`;
    }),
    command('sleep', async (words) => {
      let milliseconds = 0;
      for (const word of words) {
        const match = /^(\d{1,12}(?:\.\d{1,6})?|\.\d{1,6})([smhd]?)$/.exec(word);
        if (word === 'infinity' || word === 'inf') milliseconds = Number.POSITIVE_INFINITY;
        else if (match === null) return { stderr: `sleep: invalid time interval '${word}'\n`, exitCode: 1 };
        else milliseconds += Number(match[1]) * { s: 1, m: 60, h: 3600, d: 86_400, '': 1 }[match[2] as 's']! * 1000;
      }
      if (words.length === 0) return { stderr: 'sleep: missing operand\n', exitCode: 1 };
      await host.sleep(milliseconds);
      return '';
    }),
    {
      name: 'tail',
      execute: async (words, context) => {
        const follows = words.some((word) => /^-[a-zA-Z]*[fF]/.test(word) || word.startsWith('--follow'));
        if (!follows) return (await context.origCommand?.([...words])) ?? { stdout: '', stderr: '', exitCode: 127 };
        await host.sleep(Number.POSITIVE_INFINITY);
        return { stdout: '', stderr: '', exitCode: 0 };
      },
    },
    command('trap', () => ''),
    command('nohup', async (words, context) => await nested(words, context)),
    command(
      'tini',
      async (words, context) =>
        await nested(
          words.filter((word) => !word.startsWith('-')),
          context,
        ),
    ),
    command(
      'dumb-init',
      async (words, context) =>
        await nested(
          words.filter((word) => !word.startsWith('-')),
          context,
        ),
    ),
  ];
}

async function nested(words: readonly string[], context: Parameters<Command['execute']>[1]) {
  const [name, ...rest] = words;
  if (name === undefined || context.exec === undefined) return '';
  return await context.exec(name, { cwd: context.cwd, args: rest, signal: context.signal });
}

function topPage(host: ProcessHost): string {
  const { memoryBytes, millicores } = host.usage();
  const cpu = (millicores / 80).toFixed(1);
  return [
    `Mem: ${Math.round(memoryBytes / 1024)}K used, ${32 * 1024 * 1024}K limit of the simulated node`,
    `CPU:   ${cpu}% usr   0% sys   0% nic ${(100 - Number(cpu)).toFixed(1)}% idle`,
    'Load average: 0.10 0.08 0.05 1/128 57',
    '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
    `    1     0 ${host.profile.user.name.padEnd(8)} S    ${String(Math.round(memoryBytes / MEBIBYTE))}m   0%   0   ${cpu}% ${host.commandLine.join(' ')}`,
    `   57     1 ${host.profile.user.name.padEnd(8)} R    3144   0%   1   0% top`,
    '',
  ].join('\n');
}

function clockTime(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}
