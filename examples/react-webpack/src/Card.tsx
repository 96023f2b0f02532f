import { Decoder } from './Decoder.tsx';
import { type RuntimeReport, useRuntimeReport } from './runtime.ts';
import './token-decoder.css';

export default function Card({ report }: { report?: RuntimeReport }) {
  useRuntimeReport(report);
  return <Decoder />;
}
