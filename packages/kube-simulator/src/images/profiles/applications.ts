import type { LogGenerator } from '../../logs/log-generator.ts';
import { hexadecimal, integerBetween, pick } from '../../support/random.ts';
import type { ImageProfile } from '../profile.ts';
import { echo } from '../responses.ts';

const iso = (time: number) => new Date(time).toISOString();
const ROUTES = ['/api/orders', '/api/orders/4711', '/api/items', '/api/cart', '/api/users/me', '/healthz'] as const;

const javaLog: LogGenerator = {
  opening: (random, startedAt, writer) => {
    const line = (after: number, logger: string, text: string) => ({
      after,
      text: `${iso(startedAt + after)}  INFO 1 --- [           main] ${logger.padEnd(40)} : ${text}`,
    });
    const seconds = (2 + random() * 2).toFixed(3);
    return [
      line(
        900,
        'dev.luban.simulated.Application',
        `Starting Application using Java 21.0.9 with PID 1 (${writer.container})`,
      ),
      line(1400, 'o.s.b.w.embedded.tomcat.TomcatWebServer', 'Tomcat initialized with port 8080 (http)'),
      line(2600, 'o.s.b.w.embedded.tomcat.TomcatWebServer', "Tomcat started on port 8080 (http) with context path '/'"),
      line(
        2650,
        'dev.luban.simulated.Application',
        `Started Application in ${seconds} seconds (process running for ${seconds})`,
      ),
    ];
  },
  linesPerMinute: 9,
  line: (random, time) => {
    const level = random() < 0.93 ? ' INFO' : pick(random, [' WARN', 'ERROR']);
    const thread = `[nio-8080-exec-${integerBetween(random, 1, 10)}]`;
    const what =
      level === 'ERROR'
        ? `Request to inventory timed out after ${integerBetween(random, 2000, 5000)} ms`
        : `${pick(random, ['GET', 'GET', 'POST'])} ${pick(random, ROUTES)} completed in ${integerBetween(random, 2, 180)} ms`;
    return {
      text: `${iso(time)} ${level} 1 --- ${thread} ${'d.l.simulated.web.OrderController'.padEnd(40)} : ${what}`,
    };
  },
};

const jsonLog: LogGenerator = {
  opening: (_random, startedAt, writer) => [
    {
      after: 300,
      text: JSON.stringify({
        level: 30,
        time: startedAt + 300,
        pid: 1,
        hostname: writer.hostname,
        msg: 'Server listening',
      }),
    },
  ],
  linesPerMinute: 10,
  line: (random, time, writer) => {
    const status = random() < 0.95 ? 200 : pick(random, [400, 404, 500]);
    return {
      text: JSON.stringify({
        level: status === 500 ? 50 : 30,
        time,
        pid: 1,
        hostname: writer.hostname,
        reqId: hexadecimal(random, 8),
        method: pick(random, ['GET', 'GET', 'GET', 'POST']),
        url: pick(random, ROUTES),
        status,
        responseTime: Number((random() * 80).toFixed(2)),
        msg: 'request completed',
      }),
    };
  },
};

const pythonLog: LogGenerator = {
  opening: (_random, startedAt) =>
    [
      'Starting gunicorn 23.0.0',
      'Listening at: http://0.0.0.0:8000 (1)',
      'Using worker: sync',
      'Booting worker with pid: 7',
    ].map((text, index) => ({
      after: 200 + index * 4,
      text: `[${iso(startedAt + 200)
        .slice(0, 19)
        .replace('T', ' ')} +0000] [${index === 3 ? 7 : 1}] [INFO] ${text}`,
    })),
  openingStream: 'stderr',
  linesPerMinute: 8,
  line: (random, time) => ({
    text: `INFO:${iso(time).slice(0, 23)}:app:${pick(random, ['GET', 'POST'])} ${pick(random, ROUTES)} ${random() < 0.95 ? 200 : 500} ${integerBetween(random, 3, 240)}ms`,
  }),
};

const logfmt: LogGenerator = {
  opening: (_random, startedAt, writer) => [
    {
      after: 30,
      text: `time=${iso(startedAt + 30)} level=INFO source=main.go:612 msg="Starting ${writer.container}" version="(version=3.7.3, branch=HEAD)"`,
    },
    {
      after: 40,
      text: `time=${iso(startedAt + 40)} level=INFO source=web.go:660 msg="Start listening for connections" address=0.0.0.0:9090`,
    },
    {
      after: 400,
      text: `time=${iso(startedAt + 400)} level=INFO source=main.go:1283 msg="Server is ready to receive web requests."`,
    },
  ],
  openingStream: 'stderr',
  linesPerMinute: 0.5,
  line: (random, time) => ({
    stream: 'stderr',
    text: `time=${iso(time)} level=INFO source=compact.go:${integerBetween(random, 400, 900)} component=tsdb msg="write block" duration=${integerBetween(random, 20, 900)}ms`,
  }),
};

function application(
  name: string,
  profile: Partial<ImageProfile> & Pick<ImageProfile, 'repositories' | 'log' | 'programs' | 'ports'>,
): ImageProfile {
  return {
    name,
    entrypoint: [],
    command: [`/${name}`],
    anyProgram: true,
    stopExitCode: 0,
    resources: { memoryBytes: 24_000_000, idleMillicores: 3, busyMillicores: 120 },
    files: {},
    osRelease: 'debian',
    user: { name: 'root', id: 0 },
    workingDirectory: '/',
    env: {},
    respond: echo,
    ...profile,
  };
}

export const JAVA = application('java', {
  repositories: [
    'openjdk',
    'eclipse-temurin',
    'tomcat',
    'spring-boot',
    'spring-petclinic',
    'java',
    'amazoncorretto',
    'zulu-openjdk',
  ],
  command: ['java', '-jar', '/app.jar'],
  programs: ['java', 'catalina.sh', 'jwebserver'],
  ports: [8080],
  log: javaLog,
  stopExitCode: 143,
  resources: { memoryBytes: 260_000_000, idleMillicores: 6, busyMillicores: 300 },
  env: { JAVA_HOME: '/opt/java/openjdk', JAVA_VERSION: 'jdk-21.0.9+10' },
  versions: { java: 'openjdk version "21.0.9" 2025-10-21 LTS' },
});

export const NODE_JS = application('node', {
  repositories: ['node', 'nodejs', 'next', 'express'],
  command: ['node'],
  programs: ['node', 'npm', 'yarn', 'pnpm', 'npx'],
  ports: [3000, 8080],
  log: jsonLog,
  resources: { memoryBytes: 58_000_000, idleMillicores: 3, busyMillicores: 160 },
  env: { NODE_VERSION: '24.11.1' },
  versions: { node: 'v24.11.1', npm: '11.6.2' },
});

export const PYTHON = application('python', {
  repositories: ['python', 'flask', 'django', 'gunicorn'],
  command: ['python3'],
  programs: ['python', 'python3', 'gunicorn', 'uvicorn', 'flask', 'celery'],
  ports: [8000, 5000],
  log: pythonLog,
  resources: { memoryBytes: 44_000_000, idleMillicores: 2, busyMillicores: 140 },
  env: { PYTHON_VERSION: '3.14.0' },
  versions: { python: 'Python 3.14.0', python3: 'Python 3.14.0' },
});

export const PROMETHEUS = application('prometheus', {
  repositories: [
    'prometheus',
    'alertmanager',
    'node-exporter',
    'kube-state-metrics',
    'grafana',
    'loki',
    'thanos',
    'tempo',
    'pushgateway',
    'blackbox-exporter',
    'victoria-metrics',
  ],
  command: ['/bin/prometheus'],
  programs: ['prometheus', 'alertmanager', 'node_exporter', 'grafana'],
  ports: [9090],
  log: logfmt,
  resources: { memoryBytes: 92_000_000, idleMillicores: 8, busyMillicores: 140 },
  osRelease: 'busybox',
  user: { name: 'nobody', id: 65534 },
});

/** Anything the simulator does not know: taken to be an application that serves HTTP and logs JSON. */
export const GENERIC = application('app', {
  repositories: [],
  programs: [],
  ports: [],
  log: jsonLog,
  resources: { memoryBytes: 32_000_000, idleMillicores: 2, busyMillicores: 110 },
});
