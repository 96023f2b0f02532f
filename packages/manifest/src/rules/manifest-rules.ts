import { contributionCount } from './contribution-count.ts';
import { filesListed } from './files-listed.ts';
import { knownSlots } from './known-slots.ts';
import { modulesExist } from './modules-exist.ts';
import { notItself } from './not-itself.ts';
import { orderAcyclic } from './order-acyclic.ts';
import type { ManifestRule } from './rule.ts';
import { settingDefaults } from './setting-defaults.ts';
import { singleTarget } from './single-target.ts';
import { targetsExist } from './targets-exist.ts';
import { textsExist } from './texts-exist.ts';
import { uniqueIds } from './unique-ids.ts';
import { uniqueRoutes } from './unique-routes.ts';

/** Rules about a manifest whose shape is right, in the order in which their problems are told. */
export const MANIFEST_RULES: readonly ManifestRule[] = [
  contributionCount,
  notItself,
  uniqueIds,
  uniqueRoutes,
  singleTarget,
  targetsExist,
  modulesExist,
  filesListed,
  settingDefaults,
  textsExist,
  knownSlots,
  orderAcyclic,
];
