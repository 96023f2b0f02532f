import { useT } from '@luban/sdk';
import { Callout, LinkButton } from '@luban/ui';
import type { ExtensionDetail, VersionSummary } from '../center-api.ts';
import { ProblemList, ProblemText } from '../shared/Refusal.tsx';
import { installationUrl } from '../urls.ts';

interface Props {
  readonly detail: ExtensionDetail;
  readonly chosen: VersionSummary | undefined;
  /** Of the URL. */
  readonly asked: string | null;
}

/** What has to be known before anything else: the version is not there, does not fit, or the installation has failed. */
export function VersionNotices({ detail, chosen, asked }: Props) {
  const t = useT();
  const { card, installation } = detail;
  const missing = asked !== null && chosen?.version !== asked;
  return (
    <>
      {missing && (
        <div className="center-notice">
          <Callout tone="warning" role="status" title={t('detail.version.missing', { version: asked })}>
            {chosen && t('detail.version.missing.help', { version: chosen.version })}
          </Callout>
        </div>
      )}
      {installation !== undefined && installation.problems.length > 0 && (
        <div className="center-notice">
          <Callout
            tone="danger"
            title={t('detail.installation.problem')}
            actions={
              <LinkButton size="sm" href={installationUrl(card.name)}>
                {t('detail.action.manage')}
              </LinkButton>
            }
          >
            <ProblemList problems={installation.problems} />
          </Callout>
        </div>
      )}
      {chosen?.problem !== undefined && (
        <div className="center-notice">
          <Callout tone="danger" title={t('detail.broken', { version: chosen.version })}>
            <ProblemText problem={chosen.problem} />
          </Callout>
        </div>
      )}
      {chosen !== undefined && chosen.reasons.length > 0 && (
        <div className="center-notice">
          <Callout tone="warning" title={t('detail.unfit', { version: chosen.version })}>
            <ProblemList problems={chosen.reasons} />
          </Callout>
        </div>
      )}
      {card.alsoIn.length > 0 && (
        <div className="center-notice">
          <Callout tone="info" title={t('detail.alsoIn', { repositories: card.alsoIn.join(', ') })}>
            {t('detail.alsoIn.help', { repository: card.repository ?? t('marketplace.repository.none') })}
          </Callout>
        </div>
      )}
    </>
  );
}
