import type { LiveSource, LiveView, LiveWindow } from '@luban/kube/live';
import type { Rights } from '../rights/rights.ts';
import type { ListView, ViewSpec, ViewWindow } from './list-view.ts';
import { type Access, listAccess } from './live-access.ts';
import type { LiveList } from './live-list.ts';
import type { LiveSources } from './live-sources.ts';
import type { LiveSubscription, LiveTab } from './live-tab.ts';
import { RightsCheck } from './rights-check.ts';
import { selectsByRow } from './row-filter.ts';
import type { Lease } from './shared-sources.ts';
import { WorkspaceProjects } from './workspace-projects.ts';

export interface ListSubscriptionOptions {
  tab: LiveTab;
  id: number;
  source: LiveSource;
  view: LiveView;
  window: LiveWindow;
  sources: LiveSources;
  rights: Rights;
  now(): number;
}

interface Followed {
  lease: Lease<LiveList>;
  listening: Disposable;
  sourceId: string;
}

/** One list of one tab: which rows it may see, which it looks at, and what it has been told. */
export class ListSubscription implements LiveSubscription {
  readonly #options: ListSubscriptionOptions;
  readonly #check: RightsCheck;
  #wanted: LiveView;
  #window: LiveWindow;
  /** As the tab counts its orders, and as the snapshot that it has. */
  #wantedTurn = 0;
  #turn = 0;
  #seq = 0;
  #projects: WorkspaceProjects | undefined;
  #followed: Followed | undefined;
  #view: ListView | undefined;
  #spec: ViewSpec = {};
  #specId = '';
  /** Where the person may look, and what was asked for when that was found. */
  #allowed: { places: string; namespaces: ReadonlySet<string> | undefined } | undefined;
  /** What the tab has; undefined: it needs a snapshot. */
  #told: { window: ViewWindow; total: number } | undefined;
  #ended = false;

  constructor(options: ListSubscriptionOptions) {
    this.#options = options;
    this.#wanted = options.view;
    this.#window = options.window;
    const { tab, id, now } = options;
    this.#check = new RightsCheck({
      ask: () => this.#access(),
      allowed: (namespaces) => {
        this.#allowed = { places: this.#places(), namespaces };
        this.#follow(namespaces);
      },
      refused: (problem) => {
        this.#unfollow();
        tab.sendState(id, 'refused', { problem });
      },
      unknown: (problem) => {
        this.#unfollow();
        tab.sendState(id, 'problem', { problem });
      },
      cluster: options.source.cluster,
      now,
    });
    this.recheck();
  }

  get cluster(): string {
    return this.#options.source.cluster;
  }

  setView(turn: number, view: LiveView): void {
    this.#wantedTurn = turn;
    this.#wanted = view;
    // Where somebody may look has to be asked; the rest is another order of what they may see.
    if (this.#followed !== undefined && this.#allowed?.places === this.#places())
      this.#follow(this.#allowed.namespaces);
    else this.recheck();
  }

  setWindow(window: LiveWindow): void {
    this.#window = window;
    this.catchUp();
  }

  resync(): void {
    this.#told = undefined;
    this.catchUp();
  }

  recheck(): void {
    this.#bindWorkspace();
    this.#check.run();
  }

  /** Sends what the tab does not have yet. */
  catchUp(): void {
    const { tab, id } = this.#options;
    const view = this.#view;
    if (tab.busy || view === undefined || this.#followed === undefined) return;
    const window = view.window(this.#window);
    const { total } = view;
    const told = this.#told;
    if (told === undefined) {
      const { columns, rows, state } = this.#followed.lease.source;
      // Before anything has come nobody knows the columns either.
      if (!state.whole && rows.size === 0) return;
      this.#told = { window, total };
      const head = { type: 'snapshot', id, seq: ++this.#seq, turn: this.#turn, columns, total };
      tab.send(`${JSON.stringify(head).slice(0, -1)},${view.snapshot(window)}}`);
      return;
    }
    if (told.window === window && told.total === total) return;
    const step = view.step(told.window, window) || `"offset":${window.offset}`;
    this.#told = { window, total };
    tab.send(`{"type":"delta","id":${id},"seq":${++this.#seq},"total":${total},${step}}`);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#check[Symbol.dispose]();
    this.#projects?.[Symbol.dispose]();
    this.#unfollow();
  }

  async #access(): Promise<Access> {
    const { rights, tab, source } = this.#options;
    const { namespaces } = this.#wanted;
    if (this.#projects === undefined) return listAccess(rights, tab.identity, source, { namespaces });
    const projects = await this.#projects.namespaces();
    const chosen = namespaces === undefined ? projects : namespaces.filter((name) => projects.includes(name));
    return listAccess(rights, tab.identity, source, { namespaces: chosen, some: true });
  }

  #bindWorkspace(): void {
    const { workspace } = this.#wanted;
    if (this.#projects?.workspace === workspace) return;
    this.#projects?.[Symbol.dispose]();
    this.#projects =
      workspace === undefined
        ? undefined
        : new WorkspaceProjects(this.#options.sources, this.cluster, workspace, () => this.#check.run());
  }

  #follow(namespaces: ReadonlySet<string> | undefined): void {
    if (this.#ended) return;
    const { fieldSelector } = this.#wanted;
    const upstream = fieldSelector !== undefined && !selectsByRow(fieldSelector) ? fieldSelector : undefined;
    const sourceId = upstream ?? '';
    if (this.#followed?.sourceId !== sourceId) this.#take(sourceId, upstream);
    const { labelSelector, search, sort } = this.#wanted;
    const { group, resource } = this.#options.source;
    const spec: ViewSpec = {
      namespaces,
      areNamespaces: group === '' && resource === 'namespaces',
      labelSelector,
      fieldSelector: upstream === undefined ? fieldSelector : undefined,
      search,
      sort,
    };
    const specId = JSON.stringify({ ...spec, namespaces: namespaces && [...namespaces] });
    if (specId !== this.#specId || this.#view === undefined) {
      this.#spec = spec;
      this.#specId = specId;
      this.#takeView();
    }
    if (this.#turn !== this.#wantedTurn) this.#told = undefined;
    this.#turn = this.#wantedTurn;
    this.catchUp();
    this.#sendState();
  }

  #take(sourceId: string, fieldSelector: string | undefined): void {
    const { sources, source } = this.#options;
    // The new one first: what both share need not end and begin again.
    const lease = sources.list(source, fieldSelector);
    const allowed = this.#allowed;
    this.#unfollow();
    this.#allowed = allowed;
    const listening = lease.source.listen({
      flushed: (anew) => this.#flushed(anew),
      stateChanged: () => {
        this.catchUp();
        this.#sendState();
      },
    });
    this.#followed = { lease, listening, sourceId };
  }

  #flushed(anew: boolean): void {
    if (anew && this.#view !== undefined) this.#takeView();
    this.catchUp();
  }

  #places(): string {
    return JSON.stringify([this.#wanted.namespaces, this.#wanted.workspace]);
  }

  #takeView(): void {
    const { source } = this.#followed!.lease;
    const before = this.#view;
    this.#view = source.view(this.#spec);
    if (before !== undefined) source.release(before);
    this.#told = undefined;
  }

  #sendState(): void {
    const { tab, id } = this.#options;
    const { state, asOf, problem } = this.#followed!.lease.source.state;
    tab.sendState(id, state, { asOf, problem });
  }

  #unfollow(): void {
    if (this.#followed === undefined) return;
    const { lease, listening } = this.#followed;
    if (this.#view !== undefined) lease.source.release(this.#view);
    listening[Symbol.dispose]();
    lease[Symbol.dispose]();
    this.#followed = undefined;
    this.#view = undefined;
    this.#told = undefined;
    this.#allowed = undefined;
  }
}
