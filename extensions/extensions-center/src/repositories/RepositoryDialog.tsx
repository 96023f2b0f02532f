import { useDirty, useExtension, useT } from '@luban/sdk';
import { Button, Callout, Dialog } from '@luban/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Repository } from '../center-api.ts';
import { keys } from '../queries.ts';
import { ProblemList, Refusal } from '../shared/Refusal.tsx';
import { RepositoryFields } from './RepositoryFields.tsx';
import { type CheckResult, changeRepository, checkRepository, createRepository } from './repositories-api.ts';
import { draftOf, draftProblems, EMPTY_DRAFT, nameFor, type RepositoryDraft } from './repository-draft.ts';

interface Props {
  /** The one that is changed; absent: a new one is added. */
  readonly before?: Repository;
  /** Names that are in use. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** The fields that a look at it depends on. */
const REACHED_BY = ['url', 'username', 'caBundle'] as const;

/** Adds a repository or changes one. What is there can be looked at before anything is stored. */
export default function RepositoryDialog({ before, taken, onClose }: Props) {
  const t = useT();
  const { fetch } = useExtension();
  const client = useQueryClient();
  const form = useId();
  const [start] = useState(() => (before === undefined ? EMPTY_DRAFT : draftOf(before)));
  const [draft, setDraft] = useState<RepositoryDraft>(start);
  const [named, setNamed] = useState(before !== undefined);
  /** Fields that somebody was in: those alone show what is wrong with them. */
  const [touched, setTouched] = useState<ReadonlySet<keyof RepositoryDraft>>(new Set());
  const check = useMutation({ mutationFn: () => checkRepository(fetch, draft, before?.name) });
  const save = useMutation({
    mutationFn: () => (before === undefined ? createRepository(fetch, draft) : changeRepository(fetch, draft, before)),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.repositories });
      onClose();
    },
  });
  const dirty = JSON.stringify(draft) !== JSON.stringify(start);
  useDirty(dirty && !save.isSuccess);

  const problems = draftProblems(draft, taken);
  const shown = Object.fromEntries(
    Object.entries(problems).filter(([field]) => touched.has(field as keyof RepositoryDraft)),
  );
  const change = (part: Partial<RepositoryDraft>) => {
    const name = part.url !== undefined && !named ? { name: nameFor(part.url, taken) } : {};
    if (part.name !== undefined) setNamed(part.name !== '');
    setDraft((current) => ({ ...current, ...name, ...part }));
    check.reset();
    save.reset();
  };
  const showAll = () => setTouched(new Set(Object.keys(problems) as (keyof RepositoryDraft)[]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(problems).length > 0) showAll();
    else save.mutate();
  };
  const look = () => {
    const wrong = REACHED_BY.filter((field) => problems[field] !== undefined);
    if (wrong.length > 0) setTouched((current) => new Set([...current, ...wrong]));
    else check.mutate();
  };
  const busy = save.isPending;
  return (
    <Dialog
      open
      size="md"
      keepOnOutsideClick
      onOpenChange={(open) => open || busy || onClose()}
      title={before === undefined ? t('repositories.add') : t('repositories.edit.title', { name: before.name })}
      description={t(before === undefined ? 'repositories.add.help' : 'repositories.edit.help')}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('common.cancel')}
          </Button>
          <Button onClick={look} loading={check.isPending}>
            {t('repositories.check')}
          </Button>
          <Button type="submit" form={form} variant="primary" loading={busy}>
            {t(before === undefined ? 'repositories.add.confirm' : 'common.save')}
          </Button>
        </>
      }
    >
      <form id={form} className="repo-form" onSubmit={submit} noValidate>
        <RepositoryFields
          draft={draft}
          before={before}
          problems={shown}
          onChange={change}
          onTouch={(field) => setTouched((current) => new Set(current).add(field))}
        />
        {check.data && <Checked result={check.data} />}
        {check.error && <Refusal error={check.error} title={t('repositories.check.failed')} />}
        {save.error && <Refusal error={save.error} title={t('repositories.save.failed')} />}
      </form>
    </Dialog>
  );
}

function Checked({ result: { kind, extensions, problems } }: { result: CheckResult }) {
  const t = useT();
  const kindText = kind === 'oci' ? t('repositories.kind.oci') : t('repositories.kind.http');
  return (
    <Callout
      tone={problems.length > 0 ? 'warning' : 'ok'}
      role="status"
      title={t(extensions === 1 ? 'repositories.check.found.one' : 'repositories.check.found', {
        kind: kindText,
        count: extensions,
      })}
    >
      {problems.length > 0 && <ProblemList problems={problems} />}
    </Callout>
  );
}
