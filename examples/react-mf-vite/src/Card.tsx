import { Calculator } from './Calculator.tsx';
import './quantities.css';
import { type RuntimeReport, useRuntimeReport } from './runtime.ts';

export default function Card({ report }: { report?: RuntimeReport }) {
  useRuntimeReport(report);
  return <Calculator />;
}
