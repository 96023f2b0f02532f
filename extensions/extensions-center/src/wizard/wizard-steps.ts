import type { Installation, VersionDetail } from '../center-api.ts';

export const STEPS = ['version', 'rights', 'config', 'clusters', 'review'] as const;
export type StepName = (typeof STEPS)[number];

/** The steps that there is something to decide on. An upgrade says that it asks for nothing new, so it keeps that step. */
export function stepsOf(version: VersionDetail, installation: Installation | undefined): StepName[] {
  const upgrades = installation?.version !== undefined;
  const { permissions, values, installationMode } = version;
  const asks = permissions.rules.length > 0 || permissions.interface !== undefined;
  const configurable = values.trim() !== '' || (installation !== undefined && installation.config.trim() !== '');
  return STEPS.filter((step) => {
    if (step === 'rights') return asks || upgrades;
    if (step === 'config') return configurable && installation?.configHidden !== true;
    // Clusters of what is there are changed on its own page.
    if (step === 'clusters') return installationMode === 'Multicluster' && !upgrades;
    return true;
  });
}

/** The step of the URL, as far as it is one of them. */
export function stepIn(steps: readonly StepName[], asked: string | null): StepName {
  return steps.find((step) => step === asked) ?? steps[0] ?? 'version';
}
