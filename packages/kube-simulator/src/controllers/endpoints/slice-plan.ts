/** How endpoints are divided into EndpointSlices. Nothing here reads or writes anything. */
import type { Endpoint, EndpointPort, EndpointSlice } from '@luban/kube/kinds';
import { canonicalJson, sameJson } from '../../support/json.ts';
import type { EndpointGroup } from './service-endpoints.ts';

export const MOST_IN_SLICE = 100;

export interface SlicePlan {
  create: { ports: EndpointPort[]; endpoints: Endpoint[] }[];
  update: { slice: EndpointSlice; endpoints: Endpoint[] }[];
  delete: EndpointSlice[];
}

/** Endpoints stay in their slices, so that the change of one pod changes one slice. */
export function planSlices(groups: readonly EndpointGroup[], existing: readonly EndpointSlice[]): SlicePlan {
  const plan: SlicePlan = { create: [], update: [], delete: [] };
  const byPorts = Map.groupBy(existing, ({ ports }) => canonicalJson(ports ?? []));
  for (const { ports, endpoints } of groups) {
    const key = canonicalJson(ports);
    planGroup(ports, endpoints, byPorts.get(key) ?? [], plan);
    byPorts.delete(key);
  }
  for (const slices of byPorts.values()) plan.delete.push(...slices);
  return plan;
}

function planGroup(
  ports: EndpointPort[],
  endpoints: readonly Endpoint[],
  slices: readonly EndpointSlice[],
  plan: SlicePlan,
): void {
  const wanted = new Map(endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const contents = slices.map((slice) => {
    const kept: Endpoint[] = [];
    for (const endpoint of slice.endpoints ?? []) {
      const identity = identityOf(endpoint);
      const current = wanted.get(identity);
      if (current === undefined || kept.length >= MOST_IN_SLICE) continue;
      kept.push(current);
      wanted.delete(identity);
    }
    return { slice, endpoints: kept };
  });
  const homeless = [...wanted.values()];
  for (const content of contents)
    content.endpoints.push(...homeless.splice(0, MOST_IN_SLICE - content.endpoints.length));
  while (homeless.length > 0) plan.create.push({ ports, endpoints: homeless.splice(0, MOST_IN_SLICE) });
  for (const content of contents) {
    if (content.endpoints.length === 0) plan.delete.push(content.slice);
    else if (!sameJson(content.endpoints, content.slice.endpoints)) plan.update.push(content);
  }
}

function identityOf({ targetRef, addresses }: Endpoint): string {
  return targetRef?.uid ?? addresses.join(',');
}
