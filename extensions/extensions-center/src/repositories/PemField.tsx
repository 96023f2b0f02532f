import { useT } from '@luban/sdk';
import { Button, TextArea } from '@luban/ui';
import { useRef } from 'react';

/** Bytes of a file with certificates or keys. */
const LARGEST = 256 * 1024;

interface Props {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (text: string) => void;
  readonly onTouch: () => void;
}

/** Certificates or keys, pasted or from a file. */
export function PemField({ label, description, value, error, disabled = false, onChange, onTouch }: Props) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (file !== undefined && file.size <= LARGEST) onChange(await file.text());
  };
  return (
    <div className="repo-pem">
      <TextArea
        label={label}
        description={description}
        value={value}
        onValueChange={onChange}
        onBlur={onTouch}
        error={error}
        disabled={disabled}
        rows={3}
        style={{ maxBlockSize: 160 }}
        spellCheck={false}
        autoComplete="off"
        mono
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <Button size="sm" icon="upload" disabled={disabled} onClick={() => input.current?.click()}>
        {t('repositories.fromFile')}
      </Button>
    </div>
  );
}
