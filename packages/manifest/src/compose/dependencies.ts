import { compareText } from '../order/anchors.ts';
import { components } from './components.ts';
import { type Composition, type Entry, isUsable, markIncompatible, rank, skip } from './composition.ts';
import { rangeTest } from './requirements.ts';

/**
 * Decides what extensions ask of each other: needed ones that are missing, of another version, part of a circle or
 * unusable themselves, and declared conflicts. Then fixes the order of activation.
 */
export function resolveDependencies(composition: Composition): void {
  checkNeeded(composition);
  findCircles(composition);
  spreadUnusable(composition);
  applyConflicts(composition);
  spreadUnusable(composition);
  orderActivation(composition);
}

function needed(entry: Entry): [name: string, range: string][] {
  return Object.entries(entry.manifest.requires?.extensions ?? {}).sort(([left], [right]) => compareText(left, right));
}

function checkNeeded(composition: Composition): void {
  const inRange = rangeTest();
  for (const entry of composition.entries.values()) {
    // One that is incompatible already is told all its reasons.
    if (entry.state === 'untrusted') continue;
    for (const [dependency, range] of needed(entry)) {
      const found = composition.entries.get(dependency);
      if (!found) markIncompatible(composition, entry, 'LB2001', { dependency, range });
      else if (!inRange(found.version, range)) {
        markIncompatible(composition, entry, 'LB2002', { dependency, range, found: found.version });
      }
    }
  }
}

function findCircles(composition: Composition): void {
  const usable: Entry[] = [...composition.entries.values()].filter(isUsable);
  const next = (entry: Entry) =>
    needed(entry).flatMap(([name]) => {
      const found = composition.entries.get(name);
      return isUsable(found) ? [found] : [];
    });
  for (const members of components(usable, next)) {
    if (members.length < 2) continue;
    const path = shortestCircle(members, next)
      .map((entry) => entry.name)
      .join(' → ');
    for (const entry of members) markIncompatible(composition, entry, 'LB2003', { path });
  }
}

/** A shortest way from the first member by name back to itself, for people to read. */
function shortestCircle(members: Entry[], next: (entry: Entry) => Entry[]): Entry[] {
  const inside = new Set(members);
  const start = [...members].sort((left, right) => compareText(left.name, right.name))[0]!;
  const cameFrom = new Map<Entry, Entry>();
  const queue = [start];
  for (const entry of queue) {
    for (const neighbour of next(entry)) {
      if (neighbour === start) {
        const way = [start];
        for (let step: Entry | undefined = entry; step && step !== start; step = cameFrom.get(step)) way.unshift(step);
        return [start, ...way];
      }
      if (!inside.has(neighbour) || cameFrom.has(neighbour)) continue;
      cameFrom.set(neighbour, entry);
      queue.push(neighbour);
    }
  }
  return [start];
}

/**
 * The one that declares a conflict is the one that yields, so that nobody can switch another extension off by naming it.
 * Where both declare it, rank decides, and an administrator's choice for `extension:<first>+<second>` always does.
 */
function applyConflicts(composition: Composition): void {
  for (const entry of composition.entries.values()) {
    for (const name of [...(entry.manifest.conflicts ?? [])].sort(compareText)) {
      const other = composition.entries.get(name);
      if (!isUsable(entry) || !isUsable(other)) continue;
      const subject = [entry.name, name].sort(compareText).join('+');
      const chosen = Object.hasOwn(composition.objects.overrides ?? {}, `extension:${subject}`);
      const mutual = other.manifest.conflicts?.includes(entry.name) ?? false;
      const [winner, loser] =
        chosen || mutual
          ? ([entry, other].sort(rank(composition, 'extension', subject)) as [Entry, Entry])
          : [other, entry];
      markIncompatible(composition, loser, 'LB2004', { other: winner.name, otherVersion: winner.version });
      composition.conflicts.push({
        kind: 'extension',
        subject,
        winner: { extension: winner.name, id: winner.version },
        loser: { extension: loser.name, id: loser.version },
        problem: loser.problem!,
      });
    }
  }
}

/** Whoever needs an unusable one is unusable too, and so on. */
function spreadUnusable(composition: Composition): void {
  const dependents = new Map<string, Entry[]>();
  for (const entry of composition.entries.values()) {
    for (const [name] of needed(entry)) {
      const list = dependents.get(name);
      if (list) list.push(entry);
      else dependents.set(name, [entry]);
    }
  }
  const queue = [...composition.entries.values()].filter((entry) => !isUsable(entry));
  for (const broken of queue) {
    for (const entry of dependents.get(broken.name) ?? []) {
      if (!isUsable(entry)) continue;
      markIncompatible(composition, entry, 'LB2009', { dependency: broken.name, reason: broken.problem?.code });
      queue.push(entry);
    }
  }
}

/** Fills `requires`: all that must be active first, each after what it needs itself. */
function orderActivation(composition: Composition): void {
  const usable: Entry[] = [...composition.entries.values()].filter(isUsable);
  const direct = new Map(usable.map((entry) => [entry, needed(entry).map(([name]) => composition.entries.get(name)!)]));
  addOptional(composition, usable, direct);
  // Components come out with what they lead to first, and by now each is a single extension.
  for (const [entry] of components(usable, (each) => direct.get(each)!)) {
    const names = new Set<string>();
    for (const dependency of direct.get(entry!)!) {
      for (const name of dependency.requires) names.add(name);
      names.add(dependency.name);
    }
    entry!.requires = [...names];
  }
}

/** An optional dependency counts when it is there, fits and does not lead back. */
function addOptional(composition: Composition, usable: Entry[], direct: Map<Entry, Entry[]>): void {
  const inRange = rangeTest();
  for (const entry of usable) {
    const optional = Object.entries(entry.manifest.requires?.optional ?? {});
    for (const [dependency, range] of optional.sort(([left], [right]) => compareText(left, right))) {
      const found = composition.entries.get(dependency);
      const item = `requires/optional/${dependency}`;
      if (!isUsable(found) || direct.get(entry)!.includes(found)) continue;
      if (!inRange(found.version, range)) {
        skip(composition, entry, item, 'LB2002', { dependency, range, found: found.version });
      } else if (leadsTo(found, entry, direct)) {
        skip(composition, entry, item, 'LB2003', { path: `${entry.name} → ${dependency} → ${entry.name}` });
      } else {
        direct.get(entry)!.push(found);
      }
    }
  }
}

function leadsTo(from: Entry, to: Entry, direct: Map<Entry, Entry[]>): boolean {
  const seen = new Set([from]);
  for (const entry of seen) {
    if (entry === to) return true;
    for (const next of direct.get(entry)!) seen.add(next);
  }
  return false;
}
