import { useExtension, useLocale, useT } from '@luban/sdk';
import { Switch, toast } from '@luban/ui';
import { useState } from 'react';
import { useDecision } from '../actions/use-decision.ts';
import { readInstallation } from '../api.ts';
import type { Dependency, InstallationSummary } from '../center-api.ts';
import { errorText } from '../shared/error-text.ts';
import { isInstalled, isUnderWay } from '../shared/installation-state.ts';
import { useCanManage } from '../shared/use-rights.ts';
import { textIn } from '../texts.ts';
import { DisableDialog } from './DisableDialog.tsx';

/** Switches an extension on or off. Where others need it, it asks first and names them. */
export function EnableSwitch({ installation, title }: { installation: InstallationSummary; title: string }) {
  const t = useT();
  const locale = useLocale();
  const { fetch } = useExtension();
  const mayManage = useCanManage() === true;
  const decision = useDecision(installation.name, title);
  const [dependants, setDependants] = useState<readonly Dependency[]>();
  const [asking, setAsking] = useState(false);
  const failed = (error: unknown) =>
    toast({ tone: 'danger', title: t('installed.switchFailed', { title }), description: errorText(error) });
  const change = async (on: boolean) => {
    try {
      if (!on) {
        setAsking(true);
        const needed = (await readInstallation(fetch, installation.name)).dependants.filter(({ required }) => required);
        setAsking(false);
        if (needed.length > 0) return setDependants(needed);
      }
      await decision.mutateAsync({ action: on ? 'enable' : 'disable', body: {} });
    } catch (error) {
      setAsking(false);
      failed(error);
    }
  };
  return (
    <>
      <Switch
        label={t('installed.enabled.label', { title })}
        hideLabel
        checked={decision.isPending ? decision.variables.action === 'enable' : installation.enabled}
        pending={decision.isPending || asking}
        disabled={!mayManage || isUnderWay(installation) || !isInstalled(installation)}
        onCheckedChange={(on) => void change(on)}
      />
      {dependants !== undefined && (
        <DisableDialog
          title={title}
          dependants={dependants.map(({ name, displayName }) => textIn(displayName, locale) || name)}
          onClose={() => setDependants(undefined)}
          onConfirm={async () => {
            await decision.mutateAsync({ action: 'disable', body: { ignoreDependencies: true } });
          }}
        />
      )}
    </>
  );
}
