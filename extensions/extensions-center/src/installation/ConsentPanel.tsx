import { useT } from '@luban/sdk';
import { Button, Callout } from '@luban/ui';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { RuleList } from '../shared/RuleList.tsx';
import { useCanManage } from '../shared/use-rights.ts';

/** A version that asks for more than was agreed to waits for somebody: only what is new is shown. */
export function ConsentPanel({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const mayManage = useCanManage() === true;
  const decision = useDecision(installation.name, title);
  const { awaitingConsent, version } = installation;
  if (awaitingConsent === undefined) return null;
  const { digest, added } = awaitingConsent;
  const keep = installation.can.cancel ? 'cancel' : undefined;
  return (
    <div className="center-notice">
      <Callout
        tone="warning"
        title={t('installed.consent', { title, version: awaitingConsent.version })}
        actions={
          mayManage && (
            <>
              {keep !== undefined && (
                <Button
                  size="sm"
                  disabled={decision.isPending}
                  onClick={() => decision.mutate({ action: keep, body: {} })}
                >
                  {version === undefined ? t('installed.consent.drop') : t('installed.consent.keep', { version })}
                </Button>
              )}
              <Button
                size="sm"
                variant="primary"
                loading={decision.isPending}
                onClick={() => decision.mutate({ action: 'consent', body: { digest } })}
              >
                {t('installed.consent.approve')}
              </Button>
            </>
          )
        }
      >
        <p>{t('installed.consent.help')}</p>
        {added.length > 0 && <RuleList rules={added} />}
        {decision.isError && <Refusal error={decision.error} title={t('installed.decision.failed')} />}
      </Callout>
    </div>
  );
}
