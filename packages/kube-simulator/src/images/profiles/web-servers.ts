import type { LogGenerator, LogWriter } from '../../logs/log-generator.ts';
import { integerBetween, pick, type Random } from '../../support/random.ts';
import type { ImageProfile } from '../profile.ts';
import { textResponse, welcomePage } from '../responses.ts';

const PATHS = [
  '/',
  '/',
  '/',
  '/index.html',
  '/favicon.ico',
  '/assets/app.js',
  '/assets/app.css',
  '/api/items?page=2',
  '/health',
] as const;
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'kube-probe/1.34',
  'curl/8.14.1',
] as const;

/** The "combined" format, in use by nginx and httpd alike. */
function accessLine(random: Random, time: number): string {
  const address = `10.244.${integerBetween(random, 0, 5)}.${integerBetween(random, 2, 250)}`;
  const status = random() < 0.94 ? 200 : pick(random, [304, 404, 499, 502]);
  const method = random() < 0.9 ? 'GET' : 'POST';
  const size = status === 200 ? integerBetween(random, 120, 9000) : 153;
  return `${address} - - [${commonLogTime(time)}] "${method} ${pick(random, PATHS)} HTTP/1.1" ${status} ${size} "-" "${pick(random, AGENTS)}" "-"`;
}

const nginxLog: LogGenerator = {
  opening: (_random, startedAt) => {
    const notice = (after: number, text: string) => ({
      after,
      text: `${nginxTime(startedAt + after)} [notice] 1#1: ${text}`,
    });
    return [
      {
        after: 2,
        text: '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
      },
      { after: 3, text: '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/' },
      { after: 20, text: '/docker-entrypoint.sh: Configuration complete; ready for start up' },
      notice(30, 'using the "epoll" event method'),
      notice(30, 'nginx/1.29.3'),
      notice(31, 'start worker processes'),
      notice(31, 'start worker process 29'),
      notice(31, 'start worker process 30'),
    ];
  },
  linesPerMinute: 12,
  line: (random, time) => ({ text: accessLine(random, time) }),
};

const apacheLog: LogGenerator = {
  opening: (_random, startedAt, writer: LogWriter) => [
    {
      after: 4,
      text: `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${writer.ip}. Set the 'ServerName' directive globally to suppress this message`,
    },
    {
      after: 10,
      text: `[${apacheTime(startedAt + 10)}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations`,
    },
    {
      after: 11,
      text: `[${apacheTime(startedAt + 11)}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'`,
    },
  ],
  linesPerMinute: 8,
  line: (random, time) => ({ text: accessLine(random, time).replace(/ "-" "[^"]*" "-"$/, '') }),
};

export const NGINX: ImageProfile = {
  name: 'nginx',
  repositories: ['nginx', 'nginx-unprivileged', 'openresty', 'nginx-ingress', 'ingress-nginx-controller'],
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  programs: ['nginx', 'docker-entrypoint.sh', 'openresty', 'nginx-debug'],
  ports: [80],
  log: nginxLog,
  stopExitCode: 0,
  resources: { memoryBytes: 7_500_000, idleMillicores: 1, busyMillicores: 60 },
  files: {
    '/etc/nginx/nginx.conf':
      'user  nginx;\nworker_processes  auto;\npid        /run/nginx.pid;\nevents {\n    worker_connections  1024;\n}\nhttp {\n    include       /etc/nginx/mime.types;\n    include       /etc/nginx/conf.d/*.conf;\n}\n',
    '/etc/nginx/mime.types': 'types {\n    text/html html;\n    text/css css;\n}\n',
    '/etc/nginx/conf.d/default.conf':
      'server {\n    listen       80;\n    server_name  localhost;\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
    '/usr/share/nginx/html/index.html':
      '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx! (simulated)</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n<p>This page is <em>simulated by LuBan</em>: no nginx runs here.</p>\n</body>\n</html>\n',
    '/usr/share/nginx/html/50x.html': '<!DOCTYPE html>\n<title>Error</title>\n<h1>An error occurred.</h1>\n',
    '/run/nginx.pid': '1\n',
  },
  osRelease: 'debian',
  user: { name: 'root', id: 0 },
  workingDirectory: '/',
  env: { NGINX_VERSION: '1.29.3', PKG_RELEASE: '1~trixie' },
  versions: { nginx: 'nginx version: nginx/1.29.3' },
  respond: (request, server) => serveFiles('/usr/share/nginx/html', 'nginx', request.url, server),
};

export const APACHE: ImageProfile = {
  ...NGINX,
  name: 'httpd',
  repositories: ['httpd', 'apache2', 'apache'],
  entrypoint: [],
  command: ['httpd-foreground'],
  programs: ['httpd-foreground', 'httpd', 'apache2-foreground'],
  log: { ...apacheLog, openingStream: 'stderr' },
  files: {
    '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works! (simulated by LuBan)</h1></body></html>\n',
    '/usr/local/apache2/conf/httpd.conf': 'Listen 80\nDocumentRoot "/usr/local/apache2/htdocs"\n',
  },
  workingDirectory: '/usr/local/apache2',
  env: { HTTPD_VERSION: '2.4.65', HTTPD_PREFIX: '/usr/local/apache2' },
  versions: { httpd: 'Server version: Apache/2.4.65 (Unix)' },
  respond: (request, server) => serveFiles('/usr/local/apache2/htdocs', 'httpd', request.url, server),
};

/** `31/Jan/2026:12:00:00 +0000` */
function commonLogTime(time: number): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}

async function serveFiles(
  root: string,
  program: string,
  url: string,
  server: Parameters<NonNullable<ImageProfile['respond']>>[1],
) {
  const { pathname } = new URL(url, 'http://server');
  const path = decode(pathname);
  if (path === '/stub_status' || path === '/nginx_status') {
    return textResponse(
      200,
      'Active connections: 2 \nserver accepts handled requests\n 210 210 580 \nReading: 0 Writing: 1 Waiting: 1 \n',
    );
  }
  const file = await server.readFile(`${root}${path.endsWith('/') ? `${path}index.html` : path}`);
  if (file !== undefined) return textResponse(200, file, typeOf(path));
  if (path === '/') return textResponse(200, welcomePage(program, server), 'text/html');
  // A configuration of the pod's own may well answer here; the simulator does not read it.
  const configured = await server.readFile('/etc/nginx/conf.d/default.conf');
  const own =
    configured !== undefined &&
    !Buffer.from(configured).equals(Buffer.from(NGINX.files['/etc/nginx/conf.d/default.conf'] ?? ''));
  if (own || (program === 'nginx' && /health|ready|live/.test(path))) return textResponse(200, 'ok\n');
  return textResponse(
    404,
    `<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>${program} (simulated)</center>\r\n</body>\r\n</html>\r\n`,
    'text/html',
  );
}

function decode(path: string): string {
  try {
    return new URL(decodeURIComponent(path).replaceAll('..', ''), 'file:///').pathname;
  } catch {
    return path;
  }
}

function typeOf(path: string): string {
  if (path.endsWith('.css')) return 'text/css';
  if (path.endsWith('.js')) return 'text/javascript';
  if (path.endsWith('.json')) return 'application/json';
  return path.endsWith('.txt') ? 'text/plain' : 'text/html';
}

/** `2026/01/31 12:00:00` */
function nginxTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');
}

/** `Sat Jan 31 12:00:00.000000 2026` */
function apacheTime(time: number): string {
  const [, weekday, day, month, year, clock] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${weekday} ${month} ${day} ${clock}.${String(time % 1000).padStart(3, '0')}000 ${year}`;
}
