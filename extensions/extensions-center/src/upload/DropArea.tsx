import { useT } from '@luban/sdk';
import { cx, Icon } from '@luban/ui';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import './upload.css';

interface Props {
  readonly className?: string;
  readonly disabled?: boolean;
  readonly onFiles: (files: File[]) => void;
  readonly children: ReactNode;
}

/** A part of the page onto which package files can be dropped: a shortcut for a button that is there too. */
export function DropArea({ className, disabled = false, onFiles, children }: Props) {
  const t = useT();
  const [over, setOver] = useState(false);
  // Entering a child comes before leaving its parent.
  const depth = useRef(0);
  const has = (event: DragEvent) => !disabled && event.dataTransfer.types.includes('Files');
  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut for a button.
    <div
      className={cx('center-drop', className)}
      onDragEnter={(event) => {
        if (!has(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (has(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!has(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) end();
      }}
      onDrop={(event) => {
        if (!has(event)) return;
        event.preventDefault();
        end();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className="center-drop-here" aria-hidden="true">
          <Icon name="upload" size={20} />
          {t('upload.drop')}
        </div>
      )}
    </div>
  );
}
