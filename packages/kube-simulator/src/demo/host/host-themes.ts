import type { Theme } from '../build/theme.ts';
import { clusterServices } from '../cluster-services.ts';
import { access } from './access.ts';
import { analytics } from './analytics.ts';
import { backups } from './backups.ts';
import { certificates } from './certificates.ts';
import { devAnna } from './dev-anna.ts';
import { ingressNginx } from './ingress-nginx.ts';
import { kubesphereSystem } from './kubesphere-system.ts';
import { monitoring } from './monitoring.ts';
import { payments } from './payments.ts';
import { shop } from './shop.ts';
import { shopTroubles } from './shop-troubles.ts';
import { storage } from './storage.ts';

/** What the host cluster of the demo holds. */
export function hostThemes(): Theme[] {
  return [
    clusterServices('control-1'),
    storage(),
    access(),
    ingressNginx(),
    certificates(),
    kubesphereSystem(),
    monitoring(),
    backups(),
    shop(),
    shopTroubles(),
    payments(),
    analytics(),
    devAnna(),
  ];
}
