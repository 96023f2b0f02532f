import { useExtension, useT } from '@luban/sdk';
import { Button, Callout } from '@luban/ui';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { RuleList } from '../shared/RuleList.tsx';
import { useCanManage } from '../shared/use-rights.ts';

/** What the server says of a version that waits, and this panel says with the rights themselves. */
const SAID_HERE = ['LB7415', 'LB7426'];

/** A version that asks for more than was agreed to waits for somebody: only what is new is shown. */
export function ConsentPanel({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const { notify } = useExtension();
  const mayManage = useCanManage() === true;
  const decision = useDecision(installation.name, title);
  const { awaitingConsent, version, rollbackTo } = installation;
  if (awaitingConsent === undefined) return null;
  const { digest, added } = awaitingConsent;
  const begins = rollbackTo?.version === awaitingConsent.version ? 'rollback' : 'upgrade';
  const keep = (stays: string) =>
    decision.mutate(
      { action: 'keep', body: { digest } },
      {
        onSuccess: () =>
          notify({
            ...{ key: `kept ${installation.name}`, tone: 'success', timeout: 10_000 },
            title: t('installed.consent.kept', { title, version: stays }),
            description: t('installed.consent.kept.help', { version: awaitingConsent.version }),
          }),
      },
    );
  const isSending = (action: 'keep' | 'consent') => decision.isPending && decision.variables.action === action;
  return (
    <div className="center-notice">
      <Callout
        tone="warning"
        role="status"
        title={t('installed.consent', { title, version: awaitingConsent.version })}
        actions={
          mayManage && (
            <>
              {version !== undefined && (
                <Button
                  size="sm"
                  disabled={isSending('consent')}
                  loading={isSending('keep')}
                  onClick={() => keep(version)}
                >
                  {t('installed.consent.keep', { version })}
                </Button>
              )}
              {added.length > 0 && (
                <Button
                  size="sm"
                  variant="primary"
                  disabled={isSending('keep')}
                  loading={isSending('consent')}
                  onClick={() => decision.mutate({ action: 'consent', body: { digest }, begins })}
                >
                  {t('installed.consent.approve')}
                </Button>
              )}
            </>
          )
        }
      >
        <p>
          {t(added.length > 0 ? 'installed.consent.help' : 'installed.consent.unread', { version: version ?? '–' })}
        </p>
        {added.length > 0 && <RuleList rules={added} />}
        {decision.isError && <Refusal error={decision.error} title={t('installed.decision.failed')} />}
      </Callout>
    </div>
  );
}

/** What else is wrong, beside what this panel says, or said until somebody decided. */
export function problemsBeside({ problems }: Installation): Installation['problems'] {
  return problems.filter(({ code }) => !SAID_HERE.includes(code));
}
