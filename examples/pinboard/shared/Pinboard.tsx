import { useDirty, useExtension, useHandover, useShell, useT } from '@luban/sdk';
import { Button, EmptyState, IconButton, PageHeader, Select, Table, type TableColumn, TextField } from '@luban/ui';
import { type FormEvent, useState } from 'react';
import { COLOURS, type Colour, type Note, readNotes, writeNotes } from './notes.ts';
import './pinboard.css';

export interface PinboardProps {
  /** Notes have colours, since version 1.1.0. */
  colours?: boolean;
}

/** Notes on a board. What is being written survives an upgrade; while there is something, the upgrade waits for it. */
export function Pinboard({ colours = false }: PinboardProps) {
  const t = useT();
  const { storage } = useExtension();
  const by = useShell((shell) => shell.user.displayName);
  const [draft, setDraft] = useHandover('draft', '');
  const [colour, setColour] = useHandover<Colour>('colour', 'yellow');
  const [notes, setNotes] = useState(() => readNotes(storage.user));
  const keep = (next: readonly Note[]) => setNotes(writeNotes(storage.user, next));
  const pin = () => {
    const text = draft.trim();
    if (text === '') return;
    const id = Math.max(0, ...notes.map((note) => note.id)) + 1;
    keep([{ id, text, by, ...(colours && { colour }) }, ...notes]);
    setDraft('');
  };
  useDirty(draft.trim() !== '', { message: t('unsaved'), save: async () => pin() });

  return (
    <>
      <PageHeader title={t('title')} description={t(colours ? 'description.colours' : 'description')} />
      <form
        className="pinboard-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          pin();
        }}
      >
        <TextField label={t('note')} value={draft} onValueChange={setDraft} />
        {colours && (
          <Select
            label={t('colour')}
            value={colour}
            onValueChange={setColour}
            items={COLOURS.map((value) => ({ value, label: t(`colour.${value}`) }))}
          />
        )}
        <Button type="submit" disabled={draft.trim() === ''}>
          {t('pin')}
        </Button>
      </form>
      <Table
        label={t('title')}
        rows={notes}
        rowKey={(note) => note.id}
        columns={columnsOf({ t, colours, remove: (note) => keep(notes.filter((other) => other !== note)) })}
        empty={<EmptyState kind="nothing" title={t('empty')} description={t('empty.help')} />}
      />
    </>
  );
}

interface ColumnOptions {
  t: ReturnType<typeof useT>;
  colours: boolean;
  remove(note: Note): void;
}

function columnsOf({ t, colours, remove }: ColumnOptions): TableColumn<Note>[] {
  return [
    ...(colours
      ? [
          {
            id: 'colour',
            header: t('colour'),
            width: 120,
            cell: ({ colour = 'yellow' }: Note) => (
              <span className="pinboard-colour" data-colour={colour}>
                {t(`colour.${colour}`)}
              </span>
            ),
          },
        ]
      : []),
    { id: 'text', header: t('note'), cell: ({ text }) => text },
    { id: 'by', header: t('by'), width: 180, cell: ({ by }) => by, hideWhenNarrow: true },
    {
      id: 'remove',
      header: '',
      width: 56,
      align: 'end',
      cell: (note) => <IconButton icon="trash" label={t('remove')} onClick={() => remove(note)} />,
    },
  ];
}
