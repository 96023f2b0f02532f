import { Link, useExplanation, useExtension, useLocale, useT } from '@luban/sdk';
import { Badge, Button, Status, Table } from '@luban/ui';
import { useMutation } from '@tanstack/react-query';
import { send } from '../api.ts';
import type { InstallationSummary } from '../center-api.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { textIn } from '../texts.ts';
import { installationUrl } from '../urls.ts';
import './conflicts.css';
import { type Claim, useInterfaces } from './kernel-extensions.ts';

interface Props {
  readonly installations: readonly InstallationSummary[];
  /** Those of this one alone. */
  readonly only?: string;
}

/** What two extensions claim both, and which of them has it. */
export function Conflicts({ installations, only }: Props) {
  const t = useT();
  const locale = useLocale();
  const { fetch } = useExtension();
  const mayManage = useCanManage();
  const choice = useMutation({
    mutationFn: ({ kind, subject, loser }: Claim) =>
      send(fetch, 'PUT', '/api/extension-conflicts', { kind, subject, winner: loser.extension }),
  });
  const all = useInterfaces().data?.conflicts ?? [];
  const conflicts = all.filter(
    ({ winner, loser }) => only === undefined || winner.extension === only || loser.extension === only,
  );
  if (conflicts.length === 0) return null;
  const titleOf = (name: string) => textIn(installations.find((row) => row.name === name)?.displayName, locale) || name;
  return (
    <section className="conflicts" aria-labelledby="conflicts">
      <h2 id="conflicts">{t('installed.conflicts')}</h2>
      <p className="center-muted">{t('installed.conflicts.help')}</p>
      <Table<Claim>
        label={t('installed.conflicts')}
        rows={conflicts}
        rowKey={keyOf}
        columns={[
          {
            id: 'what',
            header: t('installed.conflicts.what'),
            cell: ({ kind, subject }) => (
              <span className="conflict-subject">
                <code>{subject}</code> <Badge>{t(kindKey(kind))}</Badge>
              </span>
            ),
          },
          {
            id: 'winner',
            header: t('installed.conflicts.winner'),
            width: 190,
            cell: ({ winner }) => <Party name={winner.extension} title={titleOf(winner.extension)} won />,
          },
          {
            id: 'loser',
            header: t('installed.conflicts.loser'),
            width: 240,
            cell: (claim) => (
              <span className="conflict-party">
                <Party name={claim.loser.extension} title={titleOf(claim.loser.extension)} />
                {mayManage && isForChoice(claim) && (
                  <Button size="sm" loading={choice.isPending} onClick={() => choice.mutate(claim)}>
                    {t('installed.conflicts.choose')}
                  </Button>
                )}
              </span>
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
      {choice.error !== null && <Refusal title={t('installed.conflicts.failed')} error={choice.error} />}
    </section>
  );
}

function Party({ name, title, won = false }: { name: string; title: string; won?: boolean }) {
  const t = useT();
  return (
    <span className="conflict-party">
      {name === SHELL ? <span>{t('installed.conflicts.shell')}</span> : <Link to={installationUrl(name)}>{title}</Link>}
      {won && <Status tone="ok">{t('installed.conflicts.won')}</Status>}
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

/** As which the console itself appears. */
const SHELL = 'luban';
const KINDS = ['route', 'menu', 'slot', 'column', 'tab', 'action', 'command', 'key', 'service', 'theme', 'extension'];

const kindKey = (kind: string) => `installed.conflicts.kind.${KINDS.includes(kind) ? kind : 'other'}`;

const keyOf = ({ kind, subject, winner, loser }: Claim) =>
  [kind, subject, winner.extension, winner.id, loser.extension, loser.id].join('\n');
