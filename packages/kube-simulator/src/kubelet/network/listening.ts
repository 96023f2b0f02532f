import type { Probe } from '@luban/kube/kinds';
import type { ContainerProcess } from '../runtime/container-process.ts';
import type { SimulatedPod } from '../simulated-pod.ts';

/** The server of a pod that listens on a port. Declared ports count first, then what kinds of images listen on. */
export function listeningContainer(pod: SimulatedPod, port: number): ContainerProcess | undefined {
  const servers = [...pod.pod.spec.containers, ...(pod.pod.spec.initContainers ?? [])]
    .map(({ name }) => pod.process(name))
    .filter((process) => process?.serves === true);
  return (
    servers.find((process) => process?.host.container.ports?.some(({ containerPort }) => containerPort === port)) ??
    servers.find((process) => process?.host.profile.ports.includes(port)) ??
    // Declaring ports is optional; an application that declares none is believed to listen where it is asked.
    servers.find((process) => process !== undefined && (probed(process, port) || undeclared(process)))
  );
}

function undeclared({ host }: ContainerProcess): boolean {
  return host.profile.anyProgram === true && (host.container.ports ?? []).length === 0;
}

function probed({ host }: ContainerProcess, port: number): boolean {
  const { livenessProbe, readinessProbe, startupProbe } = host.container;
  const portOf = (probe: Probe | undefined) => probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
  return [livenessProbe, readinessProbe, startupProbe].some((probe) => portOf(probe) === port);
}
