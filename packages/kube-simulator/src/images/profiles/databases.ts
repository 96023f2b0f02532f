import { integerBetween, pick } from '../../support/random.ts';
import type { ImageProfile } from '../profile.ts';

const iso = (time: number) => new Date(time).toISOString();
const spaced = (time: number) => iso(time).slice(0, 23).replace('T', ' ');

function database(
  profile: Omit<ImageProfile, 'osRelease' | 'user' | 'stopExitCode' | 'files'> & Partial<ImageProfile>,
): ImageProfile {
  return { osRelease: 'debian', user: { name: 'root', id: 0 }, stopExitCode: 0, files: {}, ...profile };
}

export const REDIS = database({
  name: 'redis',
  repositories: ['redis', 'valkey', 'redis-stack-server', 'keydb'],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['redis-server'],
  programs: ['redis-server', 'valkey-server', 'docker-entrypoint.sh', 'redis-sentinel'],
  ports: [6379],
  log: {
    opening: (_random, startedAt) => [
      { after: 5, text: `1:C ${redisTime(startedAt + 5)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo` },
      {
        after: 5,
        text: `1:C ${redisTime(startedAt + 5)} * Redis version=8.2.2, bits=64, commit=00000000, modified=0, pid=1, just started`,
      },
      { after: 8, text: `1:M ${redisTime(startedAt + 8)} * Running mode=standalone, port=6379.` },
      { after: 9, text: `1:M ${redisTime(startedAt + 9)} * Server initialized` },
      { after: 9, text: `1:M ${redisTime(startedAt + 9)} * Ready to accept connections tcp` },
    ],
    linesPerMinute: 0.6,
    line: (random, time) => ({
      text: `1:M ${redisTime(time)} * ${pick(random, ['100 changes in 300 seconds. Saving...', 'Background saving started by pid 42', 'DB saved on disk', 'Background saving terminated with success'])}`,
    }),
  },
  resources: { memoryBytes: 9_000_000, idleMillicores: 2, busyMillicores: 40 },
  workingDirectory: '/data',
  env: { REDIS_VERSION: '8.2.2' },
  versions: { 'redis-server': 'Redis server v=8.2.2 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0' },
});

export const POSTGRES = database({
  name: 'postgres',
  repositories: ['postgres', 'postgresql', 'postgis', 'timescaledb'],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['postgres'],
  programs: ['postgres', 'docker-entrypoint.sh'],
  ports: [5432],
  log: {
    opening: (_random, startedAt) => {
      const line = (after: number, text: string) => ({
        after,
        text: `${spaced(startedAt + after)} UTC [1] LOG:  ${text}`,
      });
      return [
        { after: 10, text: '' },
        { after: 10, text: 'PostgreSQL Database directory appears to contain a database; Skipping initialization' },
        { after: 10, text: '' },
        line(
          60,
          'starting PostgreSQL 18.1 (Debian 18.1-1.pgdg13+2) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit',
        ),
        line(61, 'listening on IPv4 address "0.0.0.0", port 5432'),
        line(62, 'listening on IPv6 address "::", port 5432'),
        line(66, 'listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"'),
        line(180, 'database system is ready to accept connections'),
      ];
    },
    linesPerMinute: 0.8,
    line: (random, time) => {
      const written = integerBetween(random, 1, 400);
      return {
        text:
          random() < 0.5
            ? `${spaced(time)} UTC [27] LOG:  checkpoint starting: time`
            : `${spaced(time)} UTC [27] LOG:  checkpoint complete: wrote ${written} buffers (${(written / 163.84).toFixed(1)}%); 0 WAL file(s) added, 0 removed, 0 recycled; write=${(written / 10).toFixed(3)} s, sync=0.004 s, total=${(written / 9.9).toFixed(3)} s`,
      };
    },
    openingStream: 'stderr',
  },
  resources: { memoryBytes: 38_000_000, idleMillicores: 3, busyMillicores: 180 },
  workingDirectory: '/',
  env: { PG_MAJOR: '18', PG_VERSION: '18.1-1.pgdg13+2', PGDATA: '/var/lib/postgresql/18/docker', LANG: 'en_US.utf8' },
  versions: {
    postgres: 'postgres (PostgreSQL) 18.1 (Debian 18.1-1.pgdg13+2)',
    psql: 'psql (PostgreSQL) 18.1 (Debian 18.1-1.pgdg13+2)',
  },
});

export const MYSQL = database({
  name: 'mysql',
  repositories: ['mysql', 'mariadb', 'mysql-server', 'percona'],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mysqld'],
  programs: ['mysqld', 'mariadbd', 'docker-entrypoint.sh'],
  ports: [3306],
  log: {
    opening: (_random, startedAt) => {
      const line = (after: number, code: string, text: string) => ({
        after,
        text: `${iso(startedAt + after).replace('Z', '000Z')} 0 [System] [${code}] [Server] ${text}`,
      });
      return [
        {
          after: 5,
          text: `${spaced(startedAt + 5).slice(0, 19)}+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server 8.4.7-1.el9 started.`,
        },
        line(300, 'MY-015015', 'MySQL Server - start.'),
        line(620, 'MY-010116', '/usr/sbin/mysqld (mysqld 8.4.7) starting as process 1'),
        line(
          1400,
          'MY-010931',
          "/usr/sbin/mysqld: ready for connections. Version: '8.4.7'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.",
        ),
      ];
    },
    linesPerMinute: 0.2,
    line: (random, time) => ({
      text: `${iso(time).replace('Z', '000Z')} ${integerBetween(random, 8, 400)} [Warning] [MY-010055] [Server] IP address '10.244.1.${integerBetween(random, 2, 250)}' could not be resolved: Name or service not known`,
    }),
    openingStream: 'stderr',
  },
  resources: { memoryBytes: 390_000_000, idleMillicores: 8, busyMillicores: 220 },
  workingDirectory: '/',
  env: { MYSQL_MAJOR: '8.4', MYSQL_VERSION: '8.4.7-1.el9' },
  versions: { mysqld: 'mysqld  Ver 8.4.7 for Linux on x86_64 (MySQL Community Server - GPL)' },
});

export const MONGO = database({
  name: 'mongo',
  repositories: ['mongo', 'mongodb'],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mongod'],
  programs: ['mongod', 'docker-entrypoint.sh'],
  ports: [27017],
  log: {
    opening: (_random, startedAt) => [
      mongo(startedAt, 40, 'CONTROL', 23285, 'initandlisten', 'MongoDB starting'),
      mongo(startedAt, 900, 'NETWORK', 23016, 'listener', 'Waiting for connections'),
    ],
    linesPerMinute: 2,
    line: (random, time) => ({
      text: mongo(
        time,
        0,
        random() < 0.7 ? 'NETWORK' : 'STORAGE',
        22943,
        'listener',
        random() < 0.5 ? 'Connection accepted' : 'Connection ended',
      ).text,
    }),
  },
  resources: { memoryBytes: 170_000_000, idleMillicores: 9, busyMillicores: 150 },
  workingDirectory: '/',
  env: { MONGO_VERSION: '8.0.15' },
});

/** `31 Jan 2026 12:00:00.000` */
function redisTime(time: number): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day} ${month} ${year} ${clock}.${String(time % 1000).padStart(3, '0')}`;
}

function mongo(startedAt: number, after: number, component: string, id: number, context: string, message: string) {
  const date = iso(startedAt + after).replace('Z', '+00:00');
  return { after, text: JSON.stringify({ t: { $date: date }, s: 'I', c: component, id, ctx: context, msg: message }) };
}
