import './cron.css';
import { type RuntimeReport, useRuntimeReport } from './runtime.ts';
import { Schedule } from './Schedule.tsx';

export default function Card({ report }: { report?: RuntimeReport }) {
  useRuntimeReport(report);
  return <Schedule count={3} />;
}
