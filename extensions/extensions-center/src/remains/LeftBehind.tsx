import { useT } from '@luban/sdk';
import type { Remains } from '../center-api.ts';
import { RemainsReport } from './RemainsReport.tsx';
import './remains.css';

interface Props {
  readonly remains: readonly Remains[];
  /** Names of what is installed: what is back uses what it had left. */
  readonly installed: ReadonlySet<string>;
}

/** What uninstalled extensions have left in clusters, and why. */
export function LeftBehind({ remains, installed }: Props) {
  const t = useT();
  const reports = remains.filter(({ items }) => items.length > 0);
  if (reports.length === 0) return null;
  return (
    <section className="remains" id="left-behind" tabIndex={-1} aria-labelledby="left-behind-title">
      <h2 id="left-behind-title">{t('remains.title')}</h2>
      <p className="center-muted">{t('remains.help')}</p>
      {reports.map((report) => (
        <RemainsReport key={report.extension} report={report} back={installed.has(report.extension)} />
      ))}
    </section>
  );
}
