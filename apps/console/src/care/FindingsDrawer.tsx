import { useExplanation, useReadable } from '@luban/kernel/react';
import type { Problem } from '@luban/manifest';
import { Drawer } from '@luban/ui';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';

/** What was decided between extensions that wanted the same, and what was left out: for administrators. */
export function FindingsDrawer({ onClose }: { onClose(): void }) {
  const t = useText();
  const { kernel } = useHost();
  const { conflicts, skipped } = useReadable(kernel.index);
  return (
    <Drawer
      open
      onOpenChange={(open) => open || onClose()}
      title={t('findings.title')}
      description={t('findings.text')}
    >
      {conflicts.length > 0 && (
        <section className="shell-findings">
          <h3>{t('findings.conflicts', { count: conflicts.length })}</h3>
          <ul className="shell-care-list">
            {conflicts.map(({ kind, subject, loser, problem }) => (
              <Finding
                key={`${kind} ${subject} ${loser.extension}/${loser.id}`}
                subject={subject}
                owner={loser.extension}
                problem={problem}
              />
            ))}
          </ul>
        </section>
      )}
      {skipped.length > 0 && (
        <section className="shell-findings">
          <h3>{t('findings.skipped', { count: skipped.length })}</h3>
          <ul className="shell-care-list">
            {skipped.map(({ extension, version, item, problem }, position) => (
              <Finding
                key={`${extension} ${item} ${problem.code} ${position}`}
                subject={item ?? extension}
                owner={[item && extension, version].filter(Boolean).join(' ')}
                problem={problem}
              />
            ))}
          </ul>
        </section>
      )}
    </Drawer>
  );
}

function Finding({ subject, owner, problem }: { subject: string; owner: string; problem: Problem }) {
  const explanation = useExplanation(problem);
  return (
    <li>
      <div>
        <p className="shell-findings-subject">
          <code>{subject}</code> <bdi>{owner}</bdi>
        </p>
        <p>{explanation?.sentence}</p>
        <p className="shell-care-cure">{explanation?.cure}</p>
      </div>
      <code className="shell-care-number">{problem.code}</code>
    </li>
  );
}
