import type { Cluster } from '../boot/page-data.ts';
import type { UrlContext } from '../navigation/url-context.ts';
import { fuzzyMatch } from '../palette/fuzzy-match.ts';
import type { Places } from './use-places.ts';

/** A place that the context switcher leads to. */
export interface ContextOption {
  key: string;
  part: keyof UrlContext;
  label: string;
  /** Positions of the matched letters. */
  positions: number[];
  target: UrlContext;
  current: boolean;
  /** The name was typed, and nobody knows whether there is such a place. */
  typed?: boolean;
  /** A cluster that does not answer. */
  trouble?: { state: string; reason?: string };
}

export interface ContextSources {
  query: string;
  context: UrlContext;
  /** The cluster that projects are looked for in. */
  cluster: string | undefined;
  clusters: readonly Cluster[];
  /** `<cluster>/<project>` */
  recentProjects: readonly string[];
  recentWorkspaces: readonly string[];
  /** What the server knows beside; absent: nothing yet. */
  places?: Places | undefined;
}

/** Names of namespaces and workspaces, as Kubernetes has them. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Lines of one kind that are shown: more than that nobody reads, typing on is quicker. */
const LONGEST = 100;

const PARTS: readonly (keyof UrlContext)[] = ['cluster', 'project', 'workspace'];

/** Clusters, then projects of the cluster at hand, then workspaces; a typed name that is not among them comes last. */
export function contextOptions(sources: ContextSources): ContextOption[] {
  const { query, context, cluster, recentProjects, recentWorkspaces, places } = sources;
  const clusters = places?.clusters ?? sources.clusters;
  const found: (ContextOption & { score: number })[] = [];
  const offer = (part: keyof UrlContext, label: string, name: string, target: UrlContext, more: object = {}) => {
    const match = fuzzyMatch(query, label);
    if (match === undefined) return;
    const current = context[part] === name && (part !== 'cluster' || context.project === undefined);
    found.push({ key: `${part} ${name}`, part, label, ...match, target, current, ...more });
  };

  for (const one of clusters)
    offer('cluster', one.displayName || one.name, one.name, { cluster: one.name }, troubleOf(one));
  if (cluster !== undefined) {
    const projects = union(projectsOf(cluster, recentProjects), places?.projects);
    for (const project of projects) offer('project', project, project, { cluster, project });
  }
  for (const workspace of union(recentWorkspaces, places?.workspaces)) {
    offer('workspace', workspace, workspace, { workspace });
  }

  found.sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || b.score - a.score);
  const options: ContextOption[] = PARTS.flatMap((part) => found.filter((one) => one.part === part).slice(0, LONGEST));
  const name = query.trim().toLowerCase();
  if (!NAME.test(name)) return options;
  const known = (part: keyof UrlContext) => found.some((option) => option.part === part && option.label === name);
  const typed = (part: keyof UrlContext, target: UrlContext) =>
    options.push({ key: `typed ${part}`, part, label: name, positions: [], target, current: false, typed: true });
  if (clusters.length === 0) typed('cluster', { cluster: name });
  if (cluster !== undefined && !known('project')) typed('project', { cluster, project: name });
  if (!known('workspace')) typed('workspace', { workspace: name });
  return options;
}

/** What was visited comes first. */
function union(recent: readonly string[], listed: readonly { name: string }[] = []): string[] {
  return [...new Set([...recent, ...listed.map(({ name }) => name)])];
}

function troubleOf({ state, reason }: Cluster): { trouble?: ContextOption['trouble'] } {
  if (state !== 'unreachable' && state !== 'refused') return {};
  return { trouble: { state, ...(reason !== undefined && { reason }) } };
}

function projectsOf(cluster: string, recent: readonly string[]): string[] {
  const prefix = `${cluster}/`;
  return recent.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
}
