/** Where log, exec, attach, portforward and proxy requests lead. Source: k8s.io/kubernetes/pkg/registry/core/pod/strategy.go. */
import { badRequest, conflict, internalError, type KubeObject, notFound, StatusError } from '@luban/kube';
import { existing } from '../rest/read.ts';
import type { Call } from '../rest/server-context.ts';
import { portNumber } from '../validation/names.ts';
import type { ForwardTarget } from './forward.ts';

interface PodShape {
  nodeName?: string;
  containers?: { name: string; ports?: { containerPort?: number; name?: string }[] }[];
  initContainers?: { name: string }[];
  ephemeralContainers?: { name: string }[];
}

/** Query parameters of the kubelet for each of the API server's. */
const STREAM_PARAMETERS: Readonly<Record<string, string>> = {
  stdin: 'input',
  stdout: 'output',
  stderr: 'error',
  tty: 'tty',
};

/** The kubelet's log stream, or undefined when the pod has no node yet and so no logs. */
export function logTarget(call: Call): ForwardTarget | undefined {
  const { object } = existing(call);
  const { query } = call.request;
  const container = containerOf(object, query.get('container') ?? '');
  checkLogOptions(query);
  const { nodeName } = object.spec as PodShape;
  if (!nodeName) return undefined;
  const passed = new URLSearchParams();
  for (const name of [
    'follow',
    'previous',
    'sinceSeconds',
    'sinceTime',
    'timestamps',
    'tailLines',
    'limitBytes',
    'stream',
  ]) {
    const value = query.get(name);
    if (value !== null) passed.set(name, value);
  }
  return {
    ...kubelet(call, nodeName, `/containerLogs/${pathOf(object)}/${encodeURIComponent(container)}`, passed),
    refusal: (status, text) => logRefusal(status, text, call.info.name),
  };
}

/** Source: k8s.io/apiserver/pkg/registry/generic/rest, response_checker.go. */
function logRefusal(status: number, text: string, name: string): StatusError {
  if (status === 400) return badRequest(text);
  if (status === 500) return internalError(text);
  return new StatusError({
    message: status === 404 ? 'the server could not find the requested resource' : text,
    reason: status === 404 ? 'NotFound' : '',
    details: { name, kind: 'pods/log', causes: [{ reason: 'UnexpectedServerResponse', message: text }] },
    code: status,
  });
}

/** @param action `exec` or `attach` */
export function streamTarget(call: Call, action: 'exec' | 'attach'): ForwardTarget {
  const { object } = existing(call);
  const { query } = call.request;
  const container = containerOf(object, query.get('container') ?? '');
  const passed = new URLSearchParams();
  for (const [ours, theirs] of Object.entries(STREAM_PARAMETERS)) {
    const value = query.get(ours);
    if (value !== null && value !== 'false' && value !== '0') passed.set(theirs, '1');
  }
  const commands = query.getAll('command');
  if (action === 'exec' && commands.length === 0)
    throw badRequest('you must specify at least 1 command for the container');
  for (const command of commands) passed.append('command', command);
  return kubelet(call, scheduledNode(object), `/${action}/${pathOf(object)}/${encodeURIComponent(container)}`, passed);
}

export function portForwardTarget(call: Call): ForwardTarget {
  const { object } = existing(call);
  const passed = new URLSearchParams();
  for (const port of call.request.query.getAll('ports')) passed.append('port', port);
  return kubelet(call, scheduledNode(object), `/portForward/${pathOf(object)}`, passed);
}

/** `pods/proxy`, `services/proxy` and `nodes/proxy`; the name may say a scheme and a port: `https:web:8080`. */
export function proxyTarget(call: Call): ForwardTarget {
  const { info, request, server } = call;
  const parts = info.name.split(':');
  const [name = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
  const object = existing({ ...call, info: { ...info, name } });
  const path = `/${info.rest.map(encodeURIComponent).join('/')}`;
  const query = request.query.toString();
  const target = { path: query === '' ? path : `${path}?${query}`, name: `${info.resource} ${info.name}` };
  const { dialer } = server;
  if (info.resource === 'nodes') return { ...target, connect: () => dialer.kubelet(name) };
  if (info.resource === 'services') {
    const number = servicePort(object.object, port);
    return { ...target, connect: () => dialer.service(info.namespace, name, number) };
  }
  const { containers = [] } = object.object.spec as PodShape;
  const number = port === '' ? (containers[0]?.ports?.[0]?.containerPort ?? 80) : Number(port);
  if (!Number.isInteger(number) || portNumber(number).length > 0) {
    throw badRequest(`invalid pod request ${JSON.stringify(info.name)}`);
  }
  return { ...target, connect: () => dialer.pod(info.namespace, name, number) };
}

function servicePort({ spec, metadata }: KubeObject, wanted: string): number {
  const { ports = [] } = (spec ?? {}) as { ports?: { name?: string; port?: number }[] };
  const port = wanted === '' ? ports[0] : ports.find(({ name, port }) => name === wanted || String(port) === wanted);
  if (port?.port === undefined) throw notFound({ group: '', resource: 'services' }, `${metadata.name}:${wanted}`);
  return port.port;
}

function kubelet({ server }: Call, node: string, path: string, query: URLSearchParams): ForwardTarget {
  return {
    connect: () => server.dialer.kubelet(node),
    path: query.size === 0 ? path : `${path}?${query}`,
    name: `the kubelet of node ${node}`,
  };
}

function scheduledNode({ spec, metadata, status }: KubeObject): string {
  const { nodeName } = spec as PodShape;
  if (!nodeName) throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  const { phase } = (status ?? {}) as { phase?: string };
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw conflict(
      { group: '', resource: 'pods' },
      metadata.name ?? '',
      `cannot exec into a container in a completed pod; current phase is ${phase}`,
    );
  }
  return nodeName;
}

function pathOf({ metadata }: KubeObject): string {
  return `${encodeURIComponent(metadata.namespace ?? '')}/${encodeURIComponent(metadata.name ?? '')}`;
}

function containerOf({ spec, metadata }: KubeObject, wanted: string): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec as PodShape;
  if (wanted !== '') {
    const known = [...containers, ...initContainers, ...ephemeralContainers].some(({ name }) => name === wanted);
    if (!known) throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
    return wanted;
  }
  if (containers.length === 1) return containers[0]!.name;
  const names = (list: { name: string }[]) => list.map(({ name }) => name).join(' ');
  const inits = initContainers.length > 0 ? ` or one of the init containers: [${names(initContainers)}]` : '';
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${names(containers)}]${inits}`,
  );
}

function checkLogOptions(query: URLSearchParams): void {
  for (const name of ['tailLines', 'sinceSeconds', 'limitBytes']) {
    const value = query.get(name);
    if (value !== null && !/^\d{1,18}$/.test(value)) {
      throw badRequest(`${name}: Invalid value: ${JSON.stringify(value)}: must be greater than or equal to 0`);
    }
  }
  if (query.has('sinceSeconds') && query.has('sinceTime')) {
    throw badRequest('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
}
