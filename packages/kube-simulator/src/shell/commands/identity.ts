import type { Command } from 'just-bash';
import { KERNEL_VERSION } from '../../nodes/node-object.ts';
import type { ProcessHost } from '../container-host.ts';
import { command } from './command.ts';

/** Commands that say who and where one is: id, whoami, uname, hostname, arch, nproc, df, mount. */
export function identityCommands(host: ProcessHost): Command[] {
  const user = userOf(host);
  return [
    command('id', (words) => {
      if (words.includes('-u')) return `${words.includes('-n') ? user.name : user.id}\n`;
      if (words.includes('-g')) return `${words.includes('-n') ? user.group : user.groupId}\n`;
      if (words.includes('-un')) return `${user.name}\n`;
      return `uid=${user.id}(${user.name}) gid=${user.groupId}(${user.group}) groups=${user.groupId}(${user.group})\n`;
    }),
    command('whoami', () => `${user.name}\n`),
    command('groups', () => `${user.group}\n`),
    command('hostname', (words) =>
      words.some((word) => /^-[iI]$/.test(word)) ? `${host.ip()}\n` : `${host.hostname}\n`,
    ),
    command('uname', (words) => {
      const parts = {
        s: 'Linux',
        n: host.hostname,
        r: KERNEL_VERSION,
        v: '#1 SMP simulated by LuBan',
        m: 'x86_64',
        o: 'GNU/Linux',
      };
      const letters = words
        .filter((word) => word.startsWith('-'))
        .join('')
        .replaceAll('-', '');
      if (letters.includes('a')) return `${Object.values(parts).join(' ')}\n`;
      const chosen = Object.entries(parts).filter(([letter]) => letters.includes(letter));
      return `${(chosen.length === 0 ? [parts.s] : chosen.map(([, text]) => text)).join(' ')}\n`;
    }),
    command('arch', () => 'x86_64\n'),
    command('nproc', () => '8\n'),
    command('tty', () => (host.terminal === undefined ? { stdout: 'not a tty\n', exitCode: 1 } : '/dev/pts/0\n')),
    command('stty', (words) =>
      words[0] === 'size' && host.terminal ? `${host.terminal.rows} ${host.terminal.columns}\n` : '',
    ),
    command('tput', (words) =>
      words[0] === 'cols'
        ? `${host.terminal?.columns ?? 80}\n`
        : words[0] === 'lines'
          ? `${host.terminal?.rows ?? 24}\n`
          : '',
    ),
    command('df', (words) => {
      const mounts = (host.container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
      const human = words.some((word) => /^-\w*h/.test(word));
      const size = human ? '97G' : '101430960';
      const row = (device: string, path: string) =>
        `${device.padEnd(20)} ${size.padStart(9)} ${(human ? '20G' : '20286192').padStart(9)} ${(human ? '77G' : '81144768').padStart(9)}  20% ${path}`;
      return [
        'Filesystem           1K-blocks      Used Available Use% Mounted on',
        row('overlay', '/'),
        ...mounts.map((path) => row('/dev/simulated', path)),
        '',
      ].join('\n');
    }),
    command('mount', () =>
      [
        'overlay on / type overlay (rw,relatime)',
        ...(host.container.volumeMounts ?? []).map(
          ({ mountPath, readOnly }) => `/dev/simulated on ${mountPath} type ext4 (${readOnly ? 'ro' : 'rw'},relatime)`,
        ),
        '',
      ].join('\n'),
    ),
    ...['env', 'printenv'].map((name) => environmentCommand(name)),
    command('sync', () => ''),
    command('umask', () => '0022\n'),
    command('ulimit', () => 'unlimited\n'),
    command('chown', () => ''),
    command('chgrp', () => ''),
  ];
}

/** Lists what is exported; everything else is as the shell's own command does it. */
function environmentCommand(name: string): Command {
  return {
    name,
    execute: async (words, context) => {
      if (words.length > 0)
        return (await context.origCommand?.([...words])) ?? { stdout: '', stderr: '', exitCode: 127 };
      const lines = Object.entries(context.exportedEnv ?? {}).filter(
        ([key]) => /^[A-Za-z_]/.test(key) && key !== 'OLDPWD',
      );
      return {
        stdout: lines.map(([key, value]) => `${key}=${value}\n`).join(''),
        stderr: '',
        exitCode: 0,
        stdoutKind: 'text',
      };
    },
  };
}

export function userOf(host: Pick<ProcessHost, 'pod' | 'container' | 'profile'>) {
  const own = host.container.securityContext?.runAsUser ?? host.pod().spec.securityContext?.runAsUser;
  const group = host.container.securityContext?.runAsGroup ?? host.pod().spec.securityContext?.runAsGroup;
  const id = typeof own === 'number' ? own : host.profile.user.id;
  const groupId = typeof group === 'number' ? group : id === host.profile.user.id ? id : 0;
  const nameOf = (number: number) =>
    number === 0 ? 'root' : number === host.profile.user.id ? host.profile.user.name : `${number}`;
  return { id, name: nameOf(id), groupId, group: nameOf(groupId) };
}
