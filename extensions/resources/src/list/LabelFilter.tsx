import { useT } from '@luban/sdk';
import { Button, Popover, TextField } from '@luban/ui';
import { type FormEvent, useState } from 'react';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (selector: string | undefined) => void;
}

/** A selector in Kubernetes' own words: `app=web,tier!=cache`. */
export function LabelFilter({ value, onChange }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const choose = (selector: string) => {
    onChange(selector.trim() || undefined);
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('filter.labels')}
      trigger={
        <Button icon="tag" aria-pressed={value !== undefined}>
          {value ?? t('filter.labels')}
        </Button>
      }
    >
      <Selector value={value ?? ''} onChoose={choose} />
    </Popover>
  );
}

function Selector({ value, onChoose }: { value: string; onChoose: (selector: string) => void }) {
  const t = useT();
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(text);
  };
  return (
    <form className="res-pick" onSubmit={submit}>
      <TextField
        label={t('filter.labels')}
        description={t('filter.labels.help')}
        value={text}
        onValueChange={setText}
        mono
        autoFocus
      />
      <span className="res-bar-end">
        {value !== '' && (
          <Button size="sm" variant="ghost" onClick={() => onChoose('')}>
            {t('action.clear')}
          </Button>
        )}
        <Button size="sm" type="submit" variant="primary">
          {t('action.apply')}
        </Button>
      </span>
    </form>
  );
}
