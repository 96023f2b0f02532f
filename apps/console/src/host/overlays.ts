import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LeaveQuestion } from '../leaving/leave-guard.ts';
import type { UrlContext } from '../navigation/url-context.ts';

/** What lies over the page. One at a time, but for the inspector, which stays open beside the rest. */
export type Overlay =
  | { kind: 'palette'; extension?: string }
  | { kind: 'account' }
  | { kind: 'shortcuts' }
  | { kind: 'bisect' }
  | { kind: 'quarantine' }
  | { kind: 'findings' }
  | ({ kind: 'leave' } & LeaveQuestion)
  | { kind: 'navigation' }
  | { kind: 'context'; part?: keyof UrlContext };

export interface OverlayState {
  open: Overlay | undefined;
  inspector: boolean;
}

export interface Overlays {
  store: StoreApi<OverlayState>;
  open(overlay: Overlay): void;
  /** Only if it is the one that is open. */
  close(kind: Overlay['kind']): void;
  toggleInspector(): void;
}

export function createOverlays(inspector: boolean): Overlays {
  const store = createStore<OverlayState>(() => ({ open: undefined, inspector }));
  return {
    store,
    open: (open) => store.setState({ open }),
    close: (kind) => store.setState((state) => (state.open?.kind === kind ? { open: undefined } : state)),
    toggleInspector: () => store.setState((state) => ({ inspector: !state.inspector })),
  };
}
