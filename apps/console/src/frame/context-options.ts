import type { Cluster } from '../boot/page-data.ts';
import type { UrlContext } from '../navigation/url-context.ts';
import { fuzzyMatch } from '../palette/fuzzy-match.ts';

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
}

/** Names of namespaces and workspaces, as Kubernetes has them. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const PARTS: readonly (keyof UrlContext)[] = ['cluster', 'project', 'workspace'];

/** Clusters, then projects of the cluster at hand, then workspaces; a typed name that is not among them comes last. */
export function contextOptions(sources: ContextSources): ContextOption[] {
  const { query, context, cluster, clusters, recentProjects, recentWorkspaces } = sources;
  const found: (ContextOption & { score: number })[] = [];
  const offer = (part: keyof UrlContext, label: string, name: string, target: UrlContext) => {
    const match = fuzzyMatch(query, label);
    if (match === undefined) return;
    const current = context[part] === name && (part !== 'cluster' || context.project === undefined);
    found.push({ key: `${part} ${name}`, part, label, ...match, target, current });
  };

  for (const { name, displayName } of clusters) offer('cluster', displayName || name, name, { cluster: name });
  if (cluster !== undefined) {
    for (const project of projectsOf(cluster, recentProjects)) offer('project', project, project, { cluster, project });
  }
  for (const workspace of recentWorkspaces) offer('workspace', workspace, workspace, { workspace });

  found.sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || b.score - a.score);
  const options: ContextOption[] = found;
  const name = query.trim().toLowerCase();
  if (!NAME.test(name)) return options;
  const known = (part: keyof UrlContext) => options.some((option) => option.part === part && option.label === name);
  const typed = (part: keyof UrlContext, target: UrlContext) =>
    options.push({ key: `typed ${part}`, part, label: name, positions: [], target, current: false, typed: true });
  if (clusters.length === 0) typed('cluster', { cluster: name });
  if (cluster !== undefined && !known('project')) typed('project', { cluster, project: name });
  if (!known('workspace')) typed('workspace', { workspace: name });
  return options;
}

function projectsOf(cluster: string, recent: readonly string[]): string[] {
  const prefix = `${cluster}/`;
  return recent.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
}
