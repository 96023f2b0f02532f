import { type Composition, type Entry, isUsable, rank, skip } from './composition.ts';

/**
 * Takes out extensions that a usable other one stands for. One of the product's own yields to one of its own alone,
 * unless an administrator chose otherwise. Where several stand for each other in a circle, the first by rank stays.
 */
export function applyReplacements(composition: Composition): void {
  const { entries } = composition;
  const gone = new Map<Entry, Entry>();
  for (const entry of entries.values()) {
    const target = entries.get(entry.manifest.replaces?.name ?? '');
    if (!isUsable(entry) || !target || !mayReplace(composition, entry, target)) continue;
    const circle = circleOf(composition, entry);
    if (circle) {
      const [stays] = circle.sort(rank(composition, 'extension', circle.map(({ name }) => name).sort()[0]!));
      if (target === stays) continue;
    }
    if (!gone.has(target)) gone.set(target, entry);
  }
  for (const [replaced, by] of gone) {
    entries.delete(replaced.name);
    const params = { by: by.name, byVersion: by.version };
    const problem = skip(composition, replaced, undefined, 'LB2017', params);
    composition.conflicts.push({
      kind: 'extension',
      subject: replaced.name,
      winner: { extension: by.name, id: by.version },
      loser: { extension: replaced.name, id: replaced.version },
      problem,
    });
  }
}

function mayReplace(composition: Composition, entry: Entry, target: Entry): boolean {
  const { overrides = {} } = composition.objects;
  const key = `extension:${target.name}`;
  if (Object.hasOwn(overrides, key)) return overrides[key] === entry.name;
  return target.origin !== 'builtin' || entry.origin === 'builtin';
}

/** The extensions that lead back to `start` when each is followed to the one it replaces. */
function circleOf(composition: Composition, start: Entry): Entry[] | undefined {
  const path = [start];
  const seen = new Set(path);
  for (;;) {
    const last = path.at(-1)!;
    const next = composition.entries.get(last.manifest.replaces?.name ?? '');
    if (!isUsable(next) || !mayReplace(composition, last, next)) return undefined;
    if (next === start) return path;
    if (seen.has(next)) return undefined;
    path.push(next);
    seen.add(next);
  }
}
