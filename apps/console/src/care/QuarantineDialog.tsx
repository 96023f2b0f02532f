import { useExplanation, useReadable } from '@luban/kernel/react';
import type { Problem } from '@luban/manifest';
import { Button, Dialog, EmptyState, Time } from '@luban/ui';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';

/** Extensions that failed repeatedly and are not loaded any more, until somebody lets them try again. */
export function QuarantineDialog({ onClose }: { onClose(): void }) {
  const t = useText();
  const { kernel } = useHost();
  // The list changes with the problems: each entry stands among them.
  useReadable(kernel.problems);
  const entries = kernel.quarantined();
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('help.quarantine')}
      description={t('quarantine.text')}
    >
      {entries.length === 0 && <EmptyState kind="nothing" icon="shield" title={t('quarantine.none')} />}
      <ul className="shell-care-list">
        {entries.map(({ extension, version, at, problem }) => (
          <li key={extension}>
            <div>
              <p>
                <strong>{kernel.extension(extension)?.displayName ?? extension}</strong> {version} · <Time value={at} />
              </p>
              <ProblemLine problem={problem} />
            </div>
            <Button size="sm" onClick={() => kernel.release(extension)}>
              {t('quarantine.release')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  const explanation = useExplanation(problem);
  return (
    <p className="shell-care-problem">
      <code>{problem.code}</code> {explanation?.sentence}
    </p>
  );
}
