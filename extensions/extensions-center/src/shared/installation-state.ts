import type { Tone } from '@luban/ui';
import type { InstallationSummary } from '../center-api.ts';

/** How an installation is, in one word of the catalogue, and the colour and glyph that go with it. */
export interface StateWord {
  readonly tone: Tone;
  /** Key of its word in `locales`. */
  readonly key: `common.state.${string}`;
}

/** Undefined: it is not installed. */
export function stateWord(
  installation: (Pick<InstallationSummary, 'state' | 'enabled'> & { problems?: readonly unknown[] }) | undefined,
): StateWord | undefined {
  if (installation === undefined) return undefined;
  switch (installation.state) {
    case 'Preparing':
      return { tone: 'progress', key: 'common.state.preparing' };
    case 'Installing':
      return { tone: 'progress', key: 'common.state.installing' };
    case 'Upgrading':
      return { tone: 'progress', key: 'common.state.upgrading' };
    case 'Uninstalling':
      return { tone: 'progress', key: 'common.state.uninstalling' };
    case 'InstallFailed':
      return { tone: 'danger', key: 'common.state.installFailed' };
    case 'UpgradeFailed':
      return { tone: 'danger', key: 'common.state.upgradeFailed' };
    case 'UninstallFailed':
      return { tone: 'danger', key: 'common.state.uninstallFailed' };
    case 'Installed':
      return installation.enabled
        ? { tone: 'ok', key: 'common.state.installed' }
        : { tone: 'neutral', key: 'common.state.disabled' };
    case '':
      // It does not begin, such as for a dependency that is not met.
      return (installation.problems?.length ?? 0) > 0
        ? { tone: 'warning', key: 'common.state.heldUp' }
        : { tone: 'progress', key: 'common.state.waiting' };
    default:
      return undefined;
  }
}

/** Something is going on that will end by itself. */
export function isUnderWay(installation: InstallationSummary | undefined): boolean {
  return stateWord(installation)?.tone === 'progress';
}

/** A version of it is in force. */
export function isInstalled(installation: InstallationSummary | undefined): boolean {
  return installation?.version !== undefined && installation.state !== 'Uninstalled';
}
