import { useT } from '@luban/sdk';
import './progress.css';

interface Props {
  readonly done: number;
  readonly of: number;
  /** What is under way: "Upgrading Pinboard". */
  readonly label: string;
}

/** How far something is, as a thin bar with its numbers: for lists and cards. */
export function RunProgress({ done, of, label }: Props) {
  const t = useT();
  if (of === 0) return null;
  return (
    <span className="run-progress">
      <progress value={done} max={of} aria-label={label} />
      <span>{t('progress.count', { done, of })}</span>
    </span>
  );
}
