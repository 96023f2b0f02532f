import type { Theme } from '../build/theme.ts';
import { clusterServices } from '../cluster-services.ts';
import { edge } from './edge.ts';
import { warehouse } from './warehouse.ts';

/** What a member cluster of the demo holds: less than the host, in a small place. */
export function memberThemes(): Theme[] {
  return [clusterServices('edge-control-1'), edge(), warehouse()];
}
