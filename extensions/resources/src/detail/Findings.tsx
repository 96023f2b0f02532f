import { useT } from '@luban/sdk';
import { Button, Callout, Time } from '@luban/ui';
import { useSearchParams } from 'react-router';
import type { Finding } from '../status/finding.ts';
import { findingsOf } from '../status/findings.ts';
import type { DetailTabProps } from './use-detail-tabs.tsx';
import { type ObjectEvent, useObjectEvents } from './use-events.ts';

const MOST_EVENTS = 3;

/** Why it is not ready: what the object says, and what was warned of lately. Nothing when all is well. */
export function Findings(props: DetailTabProps) {
  const t = useT();
  const [, setParams] = useSearchParams();
  const findings = findingsOf(props.kind, props.object);
  const { events } = useObjectEvents(props, findings.length > 0);
  const warnings = latestWarnings(events);
  if (findings.length === 0) return null;
  const worst = findings.some(({ tone }) => tone === 'danger') ? 'danger' : (findings[0]?.tone ?? 'warning');
  return (
    <Callout tone={worst === 'progress' ? 'info' : worst} title={t('findings.title')} className="res-findings">
      <ul>
        {findings.map((finding) => (
          <li key={finding.key}>
            <FindingText finding={finding} />
            {finding.tab !== undefined && finding.tab !== 'related' && (
              <Button size="sm" variant="ghost" onClick={() => setParams({ tab: finding.tab ?? '' })}>
                {t(`findings.open.${finding.tab}`)}
              </Button>
            )}
          </li>
        ))}
        {warnings.map((event) => (
          <li key={event.key}>
            <span>
              <strong>{event.reason}</strong> {event.message}{' '}
              {event.last !== '' && (
                <span className="res-aside">
                  <Time value={event.last} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function FindingText({ finding }: { finding: Finding }) {
  const t = useT();
  return (
    <span>
      {t(finding.sentence, finding.values)}{' '}
      {finding.since !== undefined && (
        <span className="res-aside">
          <Time value={finding.since} />
        </span>
      )}
      {finding.detail !== undefined && <span className="res-finding-detail">{finding.detail}</span>}
    </span>
  );
}

/** One for each reason. */
function latestWarnings(events: readonly ObjectEvent[]): ObjectEvent[] {
  const byReason = new Map<string, ObjectEvent>();
  for (const event of events) {
    if (event.type === 'Warning' && !byReason.has(event.reason)) byReason.set(event.reason, event);
  }
  return [...byReason.values()].slice(0, MOST_EVENTS);
}
