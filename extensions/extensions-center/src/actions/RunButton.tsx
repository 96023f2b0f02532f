import { useT } from '@luban/sdk';
import { Button } from '@luban/ui';
import type { useDecision } from './use-decision.ts';

const LOOKS = { cancel: ['x', 'progress.cancel'], retry: ['refresh', 'common.retry'] } as const;

/** Ends the run that is under way, or tries again what failed. */
export function RunButton(props: { action: keyof typeof LOOKS; decision: ReturnType<typeof useDecision> }) {
  const t = useT();
  const { action, decision } = props;
  const [icon, label] = LOOKS[action];
  return (
    <Button size="sm" icon={icon} loading={decision.isPending} onClick={() => decision.mutate({ action, body: {} })}>
      {t(label)}
    </Button>
  );
}
