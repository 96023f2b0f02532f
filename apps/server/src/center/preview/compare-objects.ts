import type { ObjectRef, Preview } from '@luban/manifest/center-api';
import { createTwoFilesPatch } from 'diff';
import type { ShownObject } from './shown-object.ts';

export type Comparison = Pick<Preview, 'objects' | 'diff' | 'diffCut'>;

/** Characters of the whole. */
const LONGEST = 400_000;
/** Milliseconds for one object; then it is shown as replaced. */
const PATIENCE = 500;
/** Objects that are named. */
const MOST = 2_000;

/** What would become of the objects that are there. */
export function compareObjects(before: readonly ShownObject[], after: readonly ShownObject[]): Comparison {
  const known = new Map(before.map((object) => [object.key, object]));
  const objects = { added: [] as ObjectRef[], changed: [] as ObjectRef[], removed: [] as ObjectRef[], unchanged: 0 };
  const pairs: [ShownObject | undefined, ShownObject | undefined][] = [];
  const seen = new Set<string>();
  for (const object of after) {
    if (seen.has(object.key)) continue;
    seen.add(object.key);
    const former = known.get(object.key);
    if (former === undefined) objects.added.push(object.ref);
    else if (former.yaml === object.yaml) objects.unchanged += 1;
    else objects.changed.push(object.ref);
    if (former?.yaml !== object.yaml) pairs.push([former, object]);
  }
  for (const object of known.values()) {
    if (seen.has(object.key)) continue;
    objects.removed.push(object.ref);
    pairs.push([object, undefined]);
  }
  for (const list of [objects.added, objects.changed, objects.removed]) list.splice(MOST);
  return { objects, ...textOf(pairs) };
}

/** Changes first: what is new or gone is longer, and says less. */
function textOf(pairs: readonly [ShownObject | undefined, ShownObject | undefined][]): Omit<Comparison, 'objects'> {
  const order = ([former, now]: (typeof pairs)[number]) => (former === undefined ? 1 : now === undefined ? 2 : 0);
  let diff = '';
  for (const [former, now] of pairs.toSorted((a, b) => order(a) - order(b))) {
    const part = patchOf(former, now);
    if (diff.length + part.length > LONGEST)
      return { diff: diff + part.slice(0, LONGEST - diff.length), diffCut: true };
    diff += part;
  }
  return { diff, diffCut: false };
}

function patchOf(former: ShownObject | undefined, now: ShownObject | undefined): string {
  const title = titleOf((now ?? former)!.ref);
  const names = [
    former === undefined ? '/dev/null' : `a/${title}`,
    now === undefined ? '/dev/null' : `b/${title}`,
  ] as const;
  const patch = createTwoFilesPatch(names[0], names[1], former?.yaml ?? '', now?.yaml ?? '', '', '', {
    context: 3,
    timeout: PATIENCE,
  });
  if (patch !== undefined) return patch;
  const [old, next] = [former?.yaml ?? '', now?.yaml ?? ''];
  return createTwoFilesPatch(names[0], names[1], old, '') + createTwoFilesPatch(names[0], names[1], '', next);
}

function titleOf({ cluster, apiVersion, kind, namespace, name }: ObjectRef): string {
  const place = [cluster, namespace].filter((part) => part !== undefined).join('/');
  return `${place === '' ? '' : `${place}/`}${apiVersion} ${kind} ${name}`.replace(/[\r\n\t]/g, ' ');
}
