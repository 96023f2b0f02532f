import { type CommandName, getCommandNames } from 'just-bash';

/** Commands that start workers, or are not found in containers. */
const LEFT_OUT: readonly string[] = [
  ...['python3', 'python', 'js-exec', 'node', 'sqlite3', 'curl', 'html-to-markdown', 'xan', 'rg', 'yq', 'help', 'tar'],
  'history',
];

/** What the shell brings with itself. */
export const BUILT_IN = getCommandNames().filter((name) => !LEFT_OUT.includes(name)) as CommandName[];

/** Words that the simulated shell knows as commands, beside the servers of images. */
export const SHELL_COMMANDS: ReadonlySet<string> = new Set([
  ...BUILT_IN,
  ...[
    'ps',
    'top',
    'kill',
    'free',
    'uptime',
    'id',
    'whoami',
    'groups',
    'uname',
    'arch',
    'nproc',
    'tty',
    'stty',
    'tput',
    'df',
  ],
  ...[
    'mount',
    'sync',
    'umask',
    'ulimit',
    'chown',
    'chgrp',
    'sleep',
    'trap',
    'nohup',
    'tini',
    'dumb-init',
    'tar',
    'perl',
  ],
  ...[
    'kubectl',
    'curl',
    'wget',
    'nslookup',
    'getent',
    'dig',
    'ping',
    'nc',
    'apk',
    'apt',
    'apt-get',
    'yum',
    'dnf',
    'pip',
    'ssh',
    'scp',
    'telnet',
  ],
  ...[
    'redis-cli',
    'pg_isready',
    'echo',
    'true',
    'false',
    'test',
    '[',
    'printf',
    'pwd',
    'exit',
    'read',
    'exec',
    'cd',
    'export',
    'set',
  ],
  ...['__yield', '__completed'],
]);
