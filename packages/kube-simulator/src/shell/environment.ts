import type { Container, EnvFromSource, EnvVar, Pod, Service } from '@luban/kube/kinds';
import { type ConfigSource, entriesOf } from './config-source.ts';
import { fieldValue, type PodFacts, resourceValue } from './downward.ts';

export interface EnvironmentInputs {
  pod: Pod;
  container: Container;
  facts: PodFacts;
  config: ConfigSource;
  /** Of the pod's namespace, and `kubernetes` of the default one. */
  services: readonly Service[];
  /** Of the image. */
  base: Readonly<Record<string, string>>;
}

/** The environment of a container, or why the kubelet would refuse to create it. */
export type Environment = { variables: Map<string, string> } | { problem: string };

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export async function environmentOf(inputs: EnvironmentInputs): Promise<Environment> {
  const { pod, container, services, base } = inputs;
  const variables = new Map<string, string>([
    ['PATH', PATH],
    ['HOME', '/root'],
    ['HOSTNAME', hostnameOf(pod)],
    ...Object.entries(base),
  ]);
  for (const service of services) {
    const always = service.metadata.name === 'kubernetes' && service.metadata.namespace === 'default';
    if (always || pod.spec.enableServiceLinks !== false) addService(variables, service);
  }
  for (const source of container.envFrom ?? []) {
    const problem = await addAll(variables, source, inputs);
    if (problem !== undefined) return { problem };
  }
  for (const variable of container.env ?? []) {
    const value = await valueOfVariable(variable, variables, inputs);
    if (typeof value === 'object') return value;
    if (value !== undefined) variables.set(variable.name, value);
  }
  return { variables };
}

/** The pod's own name in its network. */
export function hostnameOf({ metadata, spec }: Pod): string {
  if (spec.hostNetwork) return spec.nodeName ?? '';
  return (spec.hostname || (metadata.name ?? '')).slice(0, 63).replace(/[-.]+$/, '');
}

/** Replaces `$(NAME)` where the name is known; `$$` stands for `$`. Source: third_party/forked/golang/expansion. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\$|\(([^()]*)\))/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name) ?? whole),
  );
}

async function addAll(
  variables: Map<string, string>,
  { prefix = '', configMapRef, secretRef }: EnvFromSource,
  { pod, config }: EnvironmentInputs,
): Promise<string | undefined> {
  const namespace = pod.metadata.namespace ?? 'default';
  const reference = configMapRef ?? secretRef;
  if (reference === undefined) return undefined;
  const name = reference.name ?? '';
  const object = configMapRef ? await config.configMap(namespace, name) : await config.secret(namespace, name);
  if (object === undefined)
    return reference.optional ? undefined : `${configMapRef ? 'configmap' : 'secret'} "${name}" not found`;
  for (const [key, value] of entriesOf(object)) {
    if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(prefix + key)) variables.set(prefix + key, Buffer.from(value).toString());
  }
  return undefined;
}

async function valueOfVariable(
  { value, valueFrom }: EnvVar,
  variables: ReadonlyMap<string, string>,
  { pod, container, facts, config }: EnvironmentInputs,
): Promise<string | undefined | { problem: string }> {
  if (valueFrom === undefined) return expand(value ?? '', variables);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) return fieldValue(pod, facts, fieldRef.fieldPath) ?? '';
  if (resourceFieldRef !== undefined) {
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    const subject = all.find(({ name }) => name === resourceFieldRef.containerName) ?? container;
    return resourceValue(subject, facts, resourceFieldRef.resource, resourceFieldRef.divisor);
  }
  const reference = configMapKeyRef ?? secretKeyRef;
  if (reference === undefined) return '';
  const namespace = pod.metadata.namespace ?? 'default';
  const name = reference.name ?? '';
  const object = configMapKeyRef ? await config.configMap(namespace, name) : await config.secret(namespace, name);
  const entry = object === undefined ? undefined : entriesOf(object).get(reference.key);
  if (entry !== undefined) return Buffer.from(entry).toString();
  if (reference.optional) return undefined;
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret';
  if (object === undefined) return { problem: `${kind.toLowerCase()} "${name}" not found` };
  return { problem: `couldn't find key ${reference.key} in ${kind} ${namespace}/${name}` };
}

/** The variables of Docker links. Source: pkg/kubelet/envvars. */
function addService(variables: Map<string, string>, { metadata, spec }: Service): void {
  const [first] = spec.ports ?? [];
  if (first === undefined || !spec.clusterIP || spec.clusterIP === 'None') return;
  const name = (metadata.name ?? '').toUpperCase().replaceAll('-', '_');
  variables.set(`${name}_SERVICE_HOST`, spec.clusterIP);
  variables.set(`${name}_SERVICE_PORT`, `${first.port}`);
  for (const port of spec.ports ?? []) {
    if (port.name)
      variables.set(`${name}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`, `${port.port}`);
  }
  variables.set(`${name}_PORT`, `tcp://${spec.clusterIP}:${first.port}`);
  for (const { port, protocol = 'TCP' } of spec.ports ?? []) {
    const prefix = `${name}_PORT_${port}_${protocol}`;
    variables.set(prefix, `${protocol.toLowerCase()}://${spec.clusterIP}:${port}`);
    variables.set(`${prefix}_PROTO`, protocol.toLowerCase());
    variables.set(`${prefix}_PORT`, `${port}`);
    variables.set(`${prefix}_ADDR`, spec.clusterIP);
  }
}
