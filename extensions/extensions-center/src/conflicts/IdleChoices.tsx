import { useT } from '@luban/sdk';
import type { ReactNode } from 'react';
import type { Choice } from './kernel-extensions.ts';
import { Subject } from './Subject.tsx';
import './conflicts.css';

interface Props {
  readonly choices: readonly Choice[];
  titleOf(name: string): string;
  undo(choice: Choice): ReactNode;
}

/** Choices about what only one claims now: they count again when another comes, and nobody should be surprised then. */
export function IdleChoices({ choices, titleOf, undo }: Props) {
  const t = useT();
  if (choices.length === 0) return null;
  return (
    <div className="conflict-idle">
      <h3>{t('installed.conflicts.idle')}</h3>
      <p className="center-muted">{t('installed.conflicts.idle.help')}</p>
      <ul className="conflict-list">
        {choices.map((choice) => (
          <li key={`${choice.kind} ${choice.subject}`} className="conflict">
            <Subject {...choice} />
            <span>{t('installed.conflicts.idle.winner', { title: titleOf(choice.winner) })}</span>
            {undo(choice)}
          </li>
        ))}
      </ul>
    </div>
  );
}
