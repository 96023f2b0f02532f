import { type Navigator, parsePath, type To, UNSAFE_createBrowserHistory } from 'react-router';
import type { LeaveGuard } from './leave-guard.ts';

type BrowserHistory = ReturnType<typeof UNSAFE_createBrowserHistory>;

/** The browser's history, with a guard before every step that leaves a page. */
export interface GuardedHistory {
  /** What `<Router>` goes by, and so every link and `useNavigate` of the shell and of extensions. */
  readonly navigator: Navigator;
  /** Where it stands. */
  current(): Pick<BrowserHistory, 'action' | 'location'>;
  /** Tells of each step; one listener at a time. Returns what ends it. */
  listen(listener: (step: Pick<BrowserHistory, 'action' | 'location'>) => void): () => void;
}

export function createGuardedHistory(window: Window, guard: LeaveGuard): GuardedHistory {
  const history = UNSAFE_createBrowserHistory({ window, v5Compat: true });
  const here = () => ({ path: history.location.pathname, position: positionOf(window.history.state) });
  let shown = here();
  /** The next step by the browser's own means is one of these, and nobody is asked about it. */
  let expected: 'taken back' | 'agreed' | undefined;

  const pass = (to: To, step: () => void) => {
    const path = (typeof to === 'string' ? parsePath(to) : to).pathname ?? shown.path;
    const go = () => {
      step();
      shown = here();
    };
    if (guard.loses(shown.path, path)) guard.ask(go);
    else go();
  };

  // The browser tells of its buttons when the step is made: it is taken back, and made again once the person agrees.
  const onPop = (event: Event) => {
    const arrived = here();
    const reason = expected;
    expected = undefined;
    if (reason === 'taken back') return event.stopImmediatePropagation();
    const distance = (arrived.position ?? 0) - (shown.position ?? 0);
    if (reason === 'agreed' || distance === 0 || !guard.loses(shown.path, arrived.path)) {
      // A fragment of the page has no number of its own.
      shown = { ...arrived, position: arrived.position ?? shown.position };
      return;
    }
    event.stopImmediatePropagation();
    expected = 'taken back';
    window.history.go(-distance);
    guard.ask(() => {
      expected = 'agreed';
      window.history.go(distance);
    });
  };

  return {
    navigator: {
      createHref: history.createHref,
      createURL: history.createURL,
      encodeLocation: history.encodeLocation,
      go: history.go,
      push: (to, state) => pass(to, () => history.push(to, state)),
      replace: (to, state) => pass(to, () => history.replace(to, state)),
    },
    current: () => ({ action: history.action, location: history.location }),
    listen: (listener) => {
      // Capturing, so that the guard hears of a step before the history does.
      window.addEventListener('popstate', onPop, { capture: true });
      const end = history.listen(listener);
      return () => {
        end();
        window.removeEventListener('popstate', onPop, { capture: true });
      };
    },
  };
}

/** How the history numbers its entries. */
function positionOf(state: unknown): number | undefined {
  if (typeof state !== 'object' || state === null || !('idx' in state)) return undefined;
  return typeof state.idx === 'number' ? state.idx : undefined;
}
