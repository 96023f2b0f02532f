import type { SimulatedRequest, SimulatedResponse } from '../../images/profile.ts';

/** The cluster's network as a program in it sees it. Nothing of it leaves the process. */
export interface SimulatedNetwork {
  /** Addresses of a host name seen from a namespace, or of an address itself. None: no such host. */
  resolve(host: string, namespace: string): string[];
  /** Full name of a host as the cluster's DNS calls it. */
  qualify(host: string, namespace: string): string;
  /** Who listens at an address and port. */
  connect(address: string, port: number): Listener | undefined;
}

export interface Listener {
  /** Absent: the port is open and speaks no HTTP. */
  respond?(request: SimulatedRequest): Promise<SimulatedResponse>;
}
