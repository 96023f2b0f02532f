import { useT } from '@luban/sdk';
import { Button, TextArea } from '@luban/ui';
import { useRef } from 'react';

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error?: string | undefined;
}

/** The gateway takes no more. */
const LARGEST = 256 * 1024;

/** A kubeconfig, pasted, dropped or chosen from a file. */
export function KubeconfigField({ value, onChange, error }: Props) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (file !== undefined && file.size <= LARGEST) onChange(await file.text());
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut for the button below.
    <div
      className="clusters-kubeconfig"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void read(event.dataTransfer.files[0]);
      }}
    >
      <TextArea
        label={t('kubeconfig')}
        description={t('kubeconfig.help')}
        value={value}
        onValueChange={onChange}
        error={error}
        rows={8}
        style={{ maxBlockSize: 240 }}
        mono
        required
        spellCheck={false}
        autoComplete="off"
      />
      <input ref={input} type="file" hidden onChange={(event) => void read(event.target.files?.[0])} />
      <Button size="sm" icon="upload" onClick={() => input.current?.click()}>
        {t('kubeconfig.file')}
      </Button>
    </div>
  );
}
