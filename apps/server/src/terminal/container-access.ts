import { systemClock } from '@luban/kube';
import type { FastifyInstance } from 'fastify';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { registerFileRoutes } from '../container-files/file-routes.ts';
import type { Rights } from '../rights/rights.ts';
import { registerTerminalRoutes } from './terminal-routes.ts';
import { terminalSettings } from './terminal-settings.ts';

export interface ContainerAccessOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  onError(error: unknown): void;
}

/** Terminals in containers, and their files. */
export function registerContainerAccess(
  app: FastifyInstance,
  { clusters, rights, onError }: ContainerAccessOptions,
): void {
  const clock = systemClock;
  const settings = terminalSettings(clusters.host.connection.client(), clock, onError);
  registerTerminalRoutes(app, { clusters, rights, settings, onError, clock });
  registerFileRoutes(app, { clusters, rights, settings });
}
