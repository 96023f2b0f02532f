import type { Contributions } from '@luban/manifest';

/** The needs that load an extension's code, in the order of its contributions, after those that the author asked for. */
export function deriveActivation(contributes: Contributions, asked: readonly string[] = []): string[] {
  const needs = new Set(asked);
  for (const route of contributes.routes ?? []) needs.add(`onRoute:${route.id}`);
  for (const slot of contributes.slots ?? []) needs.add(`onSlot:${slot.slot}`);
  for (const column of contributes.columns ?? []) needs.add(`onColumn:${column.id}`);
  for (const tab of contributes.tabs ?? []) needs.add(`onTab:${tab.id}`);
  for (const command of contributes.commands ?? []) if (command.handler) needs.add(`onCommand:${command.id}`);
  for (const service of contributes.services ?? []) needs.add(`onService:${service.token}`);
  return [...needs];
}
