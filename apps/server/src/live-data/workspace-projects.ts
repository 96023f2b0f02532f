import type { LiveList } from './live-list.ts';
import type { LiveSources } from './live-sources.ts';
import type { Lease } from './shared-sources.ts';

const WORKSPACE_LABEL = 'kubesphere.io/workspace';
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

/** The projects of a workspace in one cluster: namespaces that bear its label. */
export class WorkspaceProjects implements Disposable {
  readonly workspace: string;
  readonly #lease: Lease<LiveList>;
  readonly #listening: Disposable;
  readonly #known = Promise.withResolvers<void>();
  #last: string | undefined;

  /** @param changed called when the projects are others than when they were asked for */
  constructor(sources: LiveSources, cluster: string, workspace: string, changed: () => void) {
    this.workspace = workspace;
    this.#lease = sources.list({ cluster, ...NAMESPACES });
    const look = () => {
      if (!this.#settled()) return;
      this.#known.resolve();
      if (this.#last !== undefined && this.#last !== this.#read().join(' ')) changed();
    };
    this.#listening = this.#lease.source.listen({ flushed: look, stateChanged: look });
    look();
  }

  /** @throws when the cluster does not say */
  async namespaces(): Promise<readonly string[]> {
    await this.#known.promise;
    const { state } = this.#lease.source;
    if (!state.whole) throw new Error(String(state.problem?.params.reason ?? ''));
    const names = this.#read();
    this.#last = names.join(' ');
    return names;
  }

  [Symbol.dispose](): void {
    this.#known.resolve();
    this.#listening[Symbol.dispose]();
    this.#lease[Symbol.dispose]();
  }

  #settled(): boolean {
    const { whole, problem } = this.#lease.source.state;
    return whole || problem !== undefined;
  }

  #read(): string[] {
    const rows = [...this.#lease.source.rows.values()];
    return rows
      .filter(({ labels }) => Object.hasOwn(labels, WORKSPACE_LABEL) && labels[WORKSPACE_LABEL] === this.workspace)
      .map(({ name }) => name)
      .sort();
  }
}
