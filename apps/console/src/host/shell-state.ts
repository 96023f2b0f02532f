import type { ShellState } from '@luban/kernel';
import { setShellState, shellState } from '@luban/sdk/host';
import { resolvedTheme } from '../appearance/apply-appearance.ts';
import type { BootUser } from '../boot/page-data.ts';
import { placeOf } from '../navigation/url-context.ts';
import type { PreferenceStore } from '../state/preferences.ts';

export interface ShellStateKeeper extends Disposable {
  /** Tells that the router shows another path. */
  pathChanged(pathname: string): void;
}

export interface ShellStateSources {
  user: BootUser;
  preferences: PreferenceStore;
  pathname: string;
  prefersDark: MediaQueryList;
}

/** Keeps what extensions may read of the shell in step with the URL, the preferences and the system's theme. */
export function keepShellState({ user, preferences, pathname, prefersDark }: ShellStateSources): ShellStateKeeper {
  let path = pathname;
  const update = () => {
    const { theme, locale, density } = preferences.getState();
    const { cluster, workspace, project } = placeOf(path).context;
    const mode = resolvedTheme(theme, prefersDark.matches);
    const next: ShellState = { user, cluster, workspace, project, locale, density, theme: mode };
    if (!sameState(next, shellState.get())) setShellState(next);
  };
  update();
  const unsubscribe = preferences.subscribe(update);
  prefersDark.addEventListener('change', update);

  return {
    pathChanged(next) {
      path = next;
      update();
    },
    [Symbol.dispose]() {
      unsubscribe();
      prefersDark.removeEventListener('change', update);
    },
  };
}

function sameState(a: ShellState, b: ShellState): boolean {
  return (Object.keys(a) as (keyof ShellState)[]).every((key) => Object.is(a[key], b[key]));
}
