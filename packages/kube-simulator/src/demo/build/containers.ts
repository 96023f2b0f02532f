import type { Container, EnvVar, PodSpec, Probe } from '@luban/kube/kinds';

export interface ContainerOptions extends Omit<Partial<Container>, 'env' | 'ports'> {
  /** One port, named `http` unless `ports` says otherwise. */
  port?: number;
  /** By name. */
  ports?: Record<string, number>;
  /** Values, or where they come from: `secret:name/key`, `config:name/key`, `field:path`. */
  env?: Record<string, string>;
  /** Of the processor: what is requested, and the limit. One value has no limit. */
  cpu?: string | readonly [request: string, limit: string];
  memory?: string | readonly [request: string, limit: string];
}

export function container(name: string, image: string, options: ContainerOptions = {}): Container {
  const { port, ports = port === undefined ? {} : { http: port }, env = {}, cpu, memory, ...rest } = options;
  const named = Object.entries(ports).map(([portName, containerPort]) => ({ name: portName, containerPort }));
  const variables = Object.entries(env).map(([variable, value]) => environmentVariable(variable, value));
  const resources = resourcesOf(cpu, memory);
  return {
    name,
    image,
    ...(named.length > 0 && { ports: named }),
    ...(variables.length > 0 && { env: variables }),
    ...(resources !== undefined && { resources }),
    ...rest,
  };
}

export function httpProbe(path: string, port: number | string, timing: Probe = {}): Probe {
  return { httpGet: { path, port }, periodSeconds: 10, ...timing };
}

export function tcpProbe(port: number | string, timing: Probe = {}): Probe {
  return { tcpSocket: { port }, periodSeconds: 10, ...timing };
}

/** A container's command that is a script. */
export function script(...lines: readonly string[]): Pick<Container, 'command'> {
  return { command: ['sh', '-c', lines.join('\n')] };
}

/** Reads the kinds of volumes as their names do, so that a pod's list of them stays short. */
export function volumes(sources: Record<string, object>): Pick<PodSpec, 'volumes'> {
  return { volumes: Object.entries(sources).map(([name, source]) => ({ name, ...source })) };
}

function environmentVariable(name: string, value: string): EnvVar {
  const [, from, rest = ''] = /^(secret|config|field):(.+)$/.exec(value) ?? [];
  const [object, key = ''] = rest.split('/');
  switch (from) {
    case 'secret':
      return { name, valueFrom: { secretKeyRef: { name: object, key } } };
    case 'config':
      return { name, valueFrom: { configMapKeyRef: { name: object, key } } };
    case 'field':
      return { name, valueFrom: { fieldRef: { fieldPath: rest } } };
    default:
      return { name, value };
  }
}

function resourcesOf(cpu: ContainerOptions['cpu'], memory: ContainerOptions['memory']): Container['resources'] {
  const amounts = Object.entries({ cpu, memory }).filter(([, amount]) => amount !== undefined);
  if (amounts.length === 0) return undefined;
  const pick = (index: 0 | 1) =>
    Object.fromEntries(
      amounts.flatMap(([name, amount = '']) => {
        const value = typeof amount === 'string' ? [amount][index] : amount[index];
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  const limits = pick(1);
  return { requests: pick(0), ...(Object.keys(limits).length > 0 && { limits }) };
}
