import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { toast } from './toast.ts';
import { useUi } from './ui-context.ts';

export interface CopyButtonProps {
  readonly text: string;
  /** Default: "Copy". */
  readonly label?: string;
  readonly className?: string;
}

/** Puts a text on the clipboard and says so on itself. */
export function CopyButton({ text, label, className }: CopyButtonProps): ReactNode {
  const { strings } = useUi();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast({ title: strings.copyFailed, tone: 'warning' });
    }
  };
  return (
    <>
      <IconButton
        className={className}
        size="sm"
        icon={copied ? 'check' : 'copy'}
        label={copied ? strings.copied : (label ?? strings.copy)}
        onClick={copy}
      />
      <span role="status" className="lb-hidden">
        {copied ? strings.copied : ''}
      </span>
    </>
  );
}
