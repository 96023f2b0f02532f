import { diffPermissions, permissionsDigest } from '@luban/extension-package';
import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import { dependenciesOf } from './dependencies.ts';
import { type Engine, versionOf } from './engine.ts';
import { PLAN_MARKS } from './installations.ts';
import type { Journal } from './journal.ts';
import { isNewer, isUnderWay, markOf, nameOf } from './plan.ts';
import { problem, sentenceOf } from './problems.ts';
import { within } from './step-limits.ts';

/** Who writes plans for upgrades that nobody asked for one by one. */
const SYSTEM = 'system';

/** Why a newer version is not planned yet; empty: there is none, or it is planned now. */
export interface Waits {
  problem?: Problem;
  /** It asks for more than was agreed to, and somebody may agree. */
  awaitingConsent?: Journal['awaitingConsent'];
}

/** Plans the recommended version where the plan asks for that, unless somebody has to decide about it first. */
export async function automaticUpgrade(
  engine: Engine,
  plan: InstallPlanObject,
  journal: Journal | undefined,
): Promise<Waits> {
  const { spec, status = {} } = plan;
  const extension = nameOf(plan);
  if (spec?.upgradeStrategy !== 'Automatic' || isUnderWay(status)) return {};
  if (status.state !== 'Installed' || status.version !== spec.extension.version) return {};
  const recommended = engine.objects.extensions.get(extension)?.status?.recommendedVersion;
  if (!recommended || !isNewer(recommended, status.version)) return {};
  if (markOf(plan, 'declined') === recommended) return {};
  const found = versionOf(engine, extension, recommended);
  if (found === undefined) return {};
  if (journal?.avoided?.includes(recommended)) {
    return { problem: problem('LB7428', { version: recommended }, extension) };
  }
  const { blocking, waitingFor } = dependenciesOf(found, extension, engine.view);
  const [reason] = blocking;
  if (reason !== undefined) {
    return { problem: problem('LB7427', { version: recommended, reason: sentenceOf(reason) }, extension) };
  }
  if (waitingFor.length > 0) return { problem: problem('LB7409', { dependency: waitingFor[0]! }, extension) };
  const { clock, limits } = engine;
  const signal = new AbortController().signal;
  const read = await within({ clock, step: 'fetch', milliseconds: limits.fetch, signal }, (inner) =>
    engine.packages.read(found, inner),
  ).catch((error: unknown) => ({ error }));
  if ('error' in read) {
    const reason = String(read.error).slice(0, 200);
    return { problem: problem('LB7427', { version: recommended, reason }, extension) };
  }
  const granted = journal?.granted ?? { role: [], clusterRole: [] };
  const asksForMore = diffPermissions(granted, read.permissions).added.length > 0;
  const digest = permissionsDigest(read.permissions);
  const isAgreedTo = asksForMore && markOf(plan, 'consent') === digest;
  if (asksForMore && !isAgreedTo) {
    const version = recommended;
    return { problem: problem('LB7426', { version }, extension), awaitingConsent: { version, digest } };
  }
  await engine.plans.change(extension, (draft) => {
    // Somebody planned something meanwhile.
    const wanted = draft.spec;
    if (wanted?.extension.version !== status.version || wanted?.upgradeStrategy !== 'Automatic') return;
    wanted.extension.version = recommended;
    // Whoever agreed has decided about the upgrade as well.
    if (!isAgreedTo) draft.metadata.annotations = { ...draft.metadata.annotations, [PLAN_MARKS.by]: SYSTEM };
  });
  return {};
}
