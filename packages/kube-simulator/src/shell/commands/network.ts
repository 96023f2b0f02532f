import type { Command, ResolvedCommandContext } from 'just-bash';
import { decodeBytesToUtf8 } from 'just-bash';
import type { SimulatedResponse } from '../../images/profile.ts';
import type { ProcessHost } from '../container-host.ts';
import { type CommandOutput, command } from './command.ts';

const DNS_SERVER = '10.96.0.10';

/** Commands that use the cluster's simulated network: curl, wget, nslookup, ping, nc, … None reaches a real one. */
export function networkCommands(host: ProcessHost): Command[] {
  const namespace = () => host.pod().metadata.namespace ?? 'default';
  return [
    command('curl', (words, context) => curl(host, words, context)),
    command('wget', (words, context) => wget(host, words, context)),
    command('nslookup', ([name = '']) => {
      const addresses = host.network.resolve(name, namespace());
      const head = `Server:\t\t${DNS_SERVER}\nAddress:\t${DNS_SERVER}:53\n\n`;
      if (addresses.length === 0) return { stdout: `${head}** server can't find ${name}: NXDOMAIN\n\n`, exitCode: 1 };
      const full = host.network.qualify(name, namespace());
      return `${head}${addresses.map((address) => `Name:\t${full}\nAddress: ${address}\n`).join('')}\n`;
    }),
    command('getent', ([database, name = '']) => {
      if (database !== 'hosts') return { exitCode: 2 };
      const addresses = host.network.resolve(name, namespace());
      if (addresses.length === 0) return { exitCode: 2 };
      return addresses.map((address) => `${address.padEnd(15)} ${host.network.qualify(name, namespace())}\n`).join('');
    }),
    command('dig', (words) => {
      const name = words.find((word) => !/^[-+@]/.test(word)) ?? '';
      const addresses = host.network.resolve(name, namespace());
      if (words.includes('+short')) return addresses.map((address) => `${address}\n`).join('');
      return addresses.map((address) => `${name}.\t30\tIN\tA\t${address}\n`).join('');
    }),
    command('ping', async (words) => {
      const name = words.filter((word) => !word.startsWith('-')).at(-1) ?? '';
      const [address] = host.network.resolve(name, namespace());
      if (address === undefined) return { stderr: `ping: bad address '${name}'\n`, exitCode: 1 };
      const count = Math.min(Number(words[words.indexOf('-c') + 1]) || 3, 10);
      const replies = Array.from(
        { length: count },
        (_, sequence) => `64 bytes from ${address}: seq=${sequence} ttl=63 time=0.0${70 + sequence} ms`,
      );
      await host.sleep((count - 1) * 1000);
      return [
        `PING ${name} (${address}): 56 data bytes`,
        ...replies,
        '',
        `--- ${name} ping statistics ---`,
        `${count} packets transmitted, ${count} packets received, 0% packet loss`,
        '',
      ].join('\n');
    }),
    command('nc', (words) => {
      const [name = '', port = ''] = words.filter((word) => !word.startsWith('-'));
      const open = host.network
        .resolve(name, namespace())
        .some((address) => host.network.connect(address, Number(port)) !== undefined);
      if (!open) return { stderr: `nc: ${name} (${port}): Connection refused\n`, exitCode: 1 };
      return words.some((word) => word.includes('v')) ? { stderr: `${name} (${port}) open\n` } : '';
    }),
    ...['apk', 'apt', 'apt-get', 'yum', 'dnf', 'pip', 'ssh', 'scp', 'telnet'].map((name) =>
      command(name, () => ({
        stderr: `${name}: this container is simulated by LuBan and has no network beyond the simulated cluster\n`,
        exitCode: 1,
      })),
    ),
  ];
}

interface Answer {
  response?: SimulatedResponse;
  /** `host`: it is not known. `refused`: nobody listens. `empty`: no HTTP is spoken there. */
  failure?: 'host' | 'refused' | 'empty' | 'url';
  url: URL | undefined;
}

async function request(
  host: ProcessHost,
  text: string,
  method: string,
  headers: Record<string, string>,
  body: string,
): Promise<Answer> {
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    return { failure: 'url', url: undefined };
  }
  const namespace = host.pod().metadata.namespace ?? 'default';
  const own = url.hostname === 'localhost' || url.hostname.startsWith('127.') || url.hostname === host.hostname;
  const addresses = own ? [host.ip()] : host.network.resolve(url.hostname.replace(/^\[|\]$/g, ''), namespace);
  if (addresses.length === 0) return { failure: 'host', url };
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const listener = addresses.map((address) => host.network.connect(address, port)).find((found) => found !== undefined);
  if (listener === undefined) return { failure: 'refused', url };
  if (listener.respond === undefined) return { failure: 'empty', url };
  const response = await listener.respond({
    method,
    url: url.pathname + url.search,
    headers: { host: url.host, ...headers },
    body,
  });
  return { response, url };
}

async function curl(
  host: ProcessHost,
  words: readonly string[],
  context: ResolvedCommandContext,
): Promise<CommandOutput> {
  const flags = { silent: false, show: false, include: false, head: false, fail: false, verbose: false };
  const headers: Record<string, string> = { 'user-agent': 'curl/8.14.1', accept: '*/*' };
  let method: string | undefined;
  let body: string | undefined;
  let output: string | undefined;
  let format: string | undefined;
  const urls: string[] = [];
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const value = (): string => queue.shift() ?? '';
    if (!word.startsWith('-') || word === '-') urls.push(word);
    else if (word === '-X' || word === '--request') method = value();
    else if (word === '-d' || word.startsWith('--data')) {
      const data = value();
      body = data === '@-' ? decodeBytesToUtf8(context.stdin) : data;
    } else if (word === '-H' || word === '--header') {
      const [name = '', ...rest] = value().split(':');
      headers[name.trim().toLowerCase()] = rest.join(':').trim();
    } else if (word === '-o' || word === '--output') output = value();
    else if (word === '-w' || word === '--write-out') format = value();
    else if (
      /^(?:-m|--max-time|--connect-timeout|--retry|--retry-delay|-u|--user|-A|--user-agent|--cacert|--resolve)$/.test(
        word,
      )
    )
      value();
    else if (word.startsWith('--')) {
      if (word === '--silent') flags.silent = true;
      if (word === '--include') flags.include = true;
      if (word === '--head') flags.head = true;
      if (word === '--fail') flags.fail = true;
      if (word === '--version') return { stdout: 'curl 8.14.1 (simulated by LuBan)\n' };
    } else {
      flags.silent ||= word.includes('s');
      flags.show ||= word.includes('S');
      flags.include ||= word.includes('i');
      flags.head ||= word.includes('I');
      flags.fail ||= word.includes('f');
      flags.verbose ||= word.includes('v');
      if (word.includes('o')) output = value();
      if (word.includes('V')) return { stdout: 'curl 8.14.1 (simulated by LuBan)\n' };
    }
  }
  const [target] = urls;
  if (target === undefined) return { stderr: "curl: try 'curl --help' for more information\n", exitCode: 2 };
  const verb = method ?? (flags.head ? 'HEAD' : body === undefined ? 'GET' : 'POST');
  if (body !== undefined) headers['content-type'] ??= 'application/x-www-form-urlencoded';
  const { response, failure, url } = await request(host, target, verb, headers, body ?? '');
  if (response === undefined) {
    const port = Number(url?.port) || (url?.protocol === 'https:' ? 443 : 80);
    const [code, text] =
      failure === 'host'
        ? [6, `Could not resolve host: ${url?.hostname}`]
        : failure === 'refused'
          ? [7, `Failed to connect to ${url?.hostname} port ${port} after 0 ms: Could not connect to server`]
          : failure === 'url'
            ? [3, 'URL rejected: Malformed input to a URL function']
            : [52, 'Empty reply from server'];
    return { stderr: flags.silent && !flags.show ? '' : `curl: (${code}) ${text}\n`, exitCode: code };
  }
  if (flags.fail && response.status >= 400) {
    const stderr =
      flags.silent && !flags.show ? '' : `curl: (22) The requested URL returned error: ${response.status}\n`;
    return { stderr, exitCode: 22 };
  }
  const head = headOf(response);
  const text = textOf(response);
  const shown = flags.head ? head : flags.include ? head + text : text;
  const written = (format ?? '').replaceAll('%{http_code}', String(response.status)).replaceAll('\\n', '\n');
  const stderr = flags.verbose ? head.replace(/^(?=.)/gm, '< ') : '';
  if (output === undefined || output === '-') return { stdout: shown + written, stderr };
  if (output !== '/dev/null') await context.fs.writeFile(context.fs.resolvePath(context.cwd, output), shown);
  return { stdout: written, stderr };
}

async function wget(
  host: ProcessHost,
  words: readonly string[],
  context: ResolvedCommandContext,
): Promise<CommandOutput> {
  let output: string | undefined;
  let quiet = false;
  let spider = false;
  const urls: string[] = [];
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--spider') spider = true;
    else if (/^(?:-T|--timeout|-t|--tries|--header)$/.test(word)) queue.shift();
    else if (/^-[^-]/.test(word)) {
      quiet ||= word.includes('q');
      if (word.includes('O')) output = word.split('O')[1] || queue.shift();
    } else if (!word.startsWith('-')) urls.push(word);
  }
  const [target = ''] = urls;
  const { response, failure, url } = await request(host, target, 'GET', { 'user-agent': 'Wget' }, '');
  if (response === undefined) {
    const why =
      failure === 'host'
        ? `bad address '${url?.hostname}'`
        : failure === 'refused'
          ? "can't connect to remote host: Connection refused"
          : 'error getting response';
    return { stderr: `wget: ${why}\n`, exitCode: 1 };
  }
  if (response.status >= 400)
    return { stderr: `wget: server returned error: HTTP/1.1 ${response.status}\n`, exitCode: 1 };
  const notice = quiet ? '' : `Connecting to ${url?.host}\n`;
  if (spider) return { stderr: `${notice}${quiet ? '' : 'remote file exists\n'}` };
  if (output === '-') return { stdout: textOf(response), stderr: notice };
  const name = output ?? (url?.pathname.split('/').at(-1) || 'index.html');
  await context.fs.writeFile(context.fs.resolvePath(context.cwd, name), response.body);
  return { stderr: quiet ? '' : `${notice}saving to '${name}'\n'${name}' saved\n` };
}

function headOf(response: SimulatedResponse): string {
  const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${response.status} ${response.status < 400 ? 'OK' : 'Error'}\r\n${lines.join('')}\r\n`;
}

function textOf({ body }: SimulatedResponse): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString();
}
