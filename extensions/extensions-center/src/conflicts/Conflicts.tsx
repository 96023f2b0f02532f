import { Link, useExplanation, useLocale, useT } from '@luban/sdk';
import { Button, Status, Table } from '@luban/ui';
import { type ReactNode, useRef } from 'react';
import type { InstallationSummary } from '../center-api.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { textIn } from '../texts.ts';
import { installationUrl } from '../urls.ts';
import './conflicts.css';
import { IdleChoices } from './IdleChoices.tsx';
import { type Choice, type Claim, useInterfaces } from './kernel-extensions.ts';
import { Subject } from './Subject.tsx';
import { useChoice } from './use-choice.ts';

interface Props {
  readonly installations: readonly InstallationSummary[];
  /** Those of this one alone. */
  readonly only?: string;
}

/** What two extensions claim both, which of them has it, and who decided that. */
export function Conflicts({ installations, only }: Props) {
  const t = useT();
  const locale = useLocale();
  const mayManage = useCanManage() === true;
  const heading = useRef<HTMLHeadingElement>(null);
  const { conflicts: all = [], choices = [], extensions = [] } = useInterfaces().data ?? {};
  const titleOf = (name: string) =>
    textIn(installations.find((row) => row.name === name)?.displayName, locale) ||
    extensions.find((row) => row.name === name)?.displayName ||
    name;
  const choice = useChoice(titleOf);
  const conflicts = all.filter(
    ({ winner, loser }) => only === undefined || winner.extension === only || loser.extension === only,
  );
  const idle = choices.filter(
    (each) => (only === undefined || each.winner === only) && !all.some((claim) => isAbout(each, claim)),
  );
  if (conflicts.length + idle.length === 0) return null;
  const isSending = (about: Pick<Choice, 'kind' | 'subject'>, undoes: boolean) =>
    choice.isPending && isAbout(choice.variables, about) && (choice.variables.winner === null) === undoes;
  // The button that was pressed goes with the choice.
  const undo = ({ kind, subject }: Pick<Choice, 'kind' | 'subject'>) =>
    choice.mutate({ kind, subject, winner: null }, { onSuccess: () => heading.current?.focus() });
  const undoButton = (about: Choice | Claim) =>
    mayManage && (
      <Button
        size="sm"
        variant="ghost"
        icon="undo"
        aria-label={t('installed.conflicts.undo.about', { subject: about.subject })}
        loading={isSending(about, true)}
        onClick={() => undo(about)}
      >
        {t('installed.conflicts.undo')}
      </Button>
    );
  return (
    <section className="conflicts" aria-labelledby="conflicts">
      <h2 id="conflicts" ref={heading} tabIndex={-1}>
        {t('installed.conflicts')}
      </h2>
      {conflicts.length > 0 && (
        <>
          <p className="center-muted">{t('installed.conflicts.help')}</p>
          <Table<Claim>
            label={t('installed.conflicts')}
            rows={conflicts}
            rowKey={keyOf}
            columns={[
              {
                id: 'what',
                header: t('installed.conflicts.what'),
                cell: (claim) => <Subject {...claim} />,
              },
              {
                id: 'winner',
                header: t('installed.conflicts.winner'),
                width: 'clamp(108px, 28vw, 300px)',
                cell: (claim) => (
                  <Party name={claim.winner.extension} titleOf={titleOf}>
                    {choices.some((each) => isAbout(each, claim)) ? (
                      <>
                        <Status tone="ok">{t('installed.conflicts.chosen')}</Status>
                        {undoButton(claim)}
                      </>
                    ) : (
                      <Status tone="ok">{t('installed.conflicts.won')}</Status>
                    )}
                  </Party>
                ),
              },
              {
                id: 'loser',
                header: t('installed.conflicts.loser'),
                width: 'clamp(136px, 28vw, 220px)',
                cell: (claim) => (
                  <Party name={claim.loser.extension} titleOf={titleOf}>
                    {mayManage && isForChoice(claim) && (
                      <Button
                        size="sm"
                        aria-label={t('installed.conflicts.choose.about', {
                          subject: claim.subject,
                          title: titleOf(claim.loser.extension),
                        })}
                        loading={isSending(claim, false)}
                        onClick={() => choice.mutate(decisionFor(claim))}
                      >
                        {t('installed.conflicts.choose')}
                      </Button>
                    )}
                  </Party>
                ),
              },
              {
                id: 'problem',
                header: t('installed.conflicts.means'),
                hideWhenNarrow: true,
                cell: (claim) => <Cure claim={claim} />,
              },
            ]}
          />
        </>
      )}
      <IdleChoices choices={idle} titleOf={titleOf} undo={undoButton} />
      {choice.error !== null && <Refusal title={t('installed.conflicts.failed')} error={choice.error} />}
    </section>
  );
}

function Party(props: { name: string; titleOf: (name: string) => string; children: ReactNode }) {
  const t = useT();
  const { name, titleOf, children } = props;
  return (
    <span className="conflict-party">
      {name === SHELL ? (
        <span>{t('installed.conflicts.shell')}</span>
      ) : (
        <Link to={installationUrl(name)}>{titleOf(name)}</Link>
      )}
      {children}
    </span>
  );
}

function Cure({ claim: { problem } }: { claim: Claim }) {
  const explanation = useExplanation(problem);
  return (
    <span className="conflict-cure">
      {explanation?.sentence} <code className="center-number">{problem.code}</code>
    </span>
  );
}

/** The console keeps what is its own, and one cannot win against itself. */
const isForChoice = ({ winner, loser }: Claim) => winner.extension !== SHELL && winner.extension !== loser.extension;

const decisionFor = ({ kind, subject, loser }: Claim) => ({ kind, subject, winner: loser.extension });

const isAbout = (one: Pick<Choice, 'kind' | 'subject'>, other: Pick<Choice, 'kind' | 'subject'>) =>
  one.kind === other.kind && one.subject === other.subject;

/** As which the console itself appears. */
const SHELL = 'luban';

/** The same whoever wins, so that the focus stays where it is. */
const keyOf = ({ kind, subject, winner, loser }: Claim) =>
  [kind, subject, ...[winner, loser].map(({ extension, id }) => `${extension} ${id}`).sort()].join('\n');
