import { explain } from '@luban/manifest/messages';
import { Refusal } from '../refusal.ts';
import { type ExtensionObject, ownerOf } from './extension-object.ts';

/** Refuses requests for an object that is disabled, or that cannot be used as it is written. @throws Refusal 503 */
export function requireServable(object: ExtensionObject, path: string): void {
  const named = `${object.kind} ${object.name}`;
  const owner = ownerOf(object);
  if (!object.available) throw new Refusal(503, 'LB5400', { object: named, owner, path: path.slice(0, 200) });
  const [problem] = object.problems;
  if (problem === undefined) return;
  if (problem.code === 'LB5403') throw new Refusal(503, 'LB5403', problem.params);
  throw new Refusal(503, 'LB5403', { object: named, reason: explain(problem, 'en').sentence });
}
