import { useT } from '@luban/sdk';
import { Switch } from '@luban/ui';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';

/** Whether newer recommended versions are taken without anybody asking for it. */
export function StrategySwitch({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const mayManage = useCanManage() === true;
  const decision = useDecision(installation.name, title);
  const wished = decision.isPending && decision.variables.action === 'strategy' && decision.variables.body;
  const strategy = wished ? wished.upgradeStrategy : installation.upgradeStrategy;
  return (
    <>
      <Switch
        label={t('installed.strategy')}
        description={t('installed.strategy.help')}
        checked={strategy === 'Automatic'}
        pending={decision.isPending}
        disabled={!mayManage}
        onCheckedChange={(on) =>
          decision.mutate({ action: 'strategy', body: { upgradeStrategy: on ? 'Automatic' : 'Manual' } })
        }
      />
      {decision.isError && <Refusal error={decision.error} title={t('installed.decision.failed')} />}
    </>
  );
}
