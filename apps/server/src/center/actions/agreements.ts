import { permissionsDigest } from '@luban/extension-package';
import type { Packages } from '../../catalogue/packages.ts';
import { Refusal } from '../../refusal.ts';
import type { Center } from '../center.ts';
import { versionIn } from '../version/version-routes.ts';
import type { Scheduling } from './plan-actions.ts';

export interface AgreementsOptions {
  center: Center;
  packages: Packages;
}

export interface Agreement {
  extension: string;
  version: string;
  /** Digest of the rights that were shown. */
  consent: string;
  scheduling?: Scheduling;
}

/** Compares what people agree to with what packages are. */
export class Agreements {
  readonly #options: AgreementsOptions;

  constructor(options: AgreementsOptions) {
    this.#options = options;
  }

  /** @throws Refusal LB7607 when the version asks for other rights, LB7614 when it takes no clusters */
  async require({ extension, version, consent, scheduling }: Agreement, signal: AbortSignal): Promise<void> {
    const { center, packages } = this.#options;
    const found = await packages.read(versionIn(center, extension, version), signal);
    if (permissionsDigest(found.permissions) !== consent) throw new Refusal(409, 'LB7607', { extension, version });
    if (found.metadata.installationMode === 'HostOnly' && isPlaced(scheduling)) {
      throw new Refusal(400, 'LB7614', { extension, version });
    }
  }
}

export function isPlaced(scheduling: Scheduling | undefined): boolean {
  const { clusters = [], clusterSelector } = scheduling?.placement ?? {};
  return clusters.length > 0 || clusterSelector !== undefined;
}
