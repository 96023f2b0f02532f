import { Refusal } from '../refusal.ts';

/** What a tab tells of one version of one extension. */
export interface HealthReport {
  extension: string;
  version: string;
  /** `failed` also for what broke after it was there. */
  outcome: 'ok' | 'failed';
  problem?: { code: string; params: Record<string, string | number> };
  /** Milliseconds until it was there. */
  activation?: number;
}

const MOST_REPORTS = 60;
const MOST_PARAMS = 12;
const LONGEST = 300;
/** Milliseconds beyond which a figure says more of the computer than of the extension. */
const LONGEST_ACTIVATION = 120_000;
/**
 * Failures that the way to the server may have caused, and not the version: network, time limits, the server itself, and
 * pages that are older than the server.
 */
const NOT_ITS_FAULT = new Set(['LB3002', 'LB3006', 'LB3007', 'LB3010', 'LB3017']);

/** Reads what tabs send. @throws Refusal LB7631 with what is wrong */
export function readReports(body: unknown): HealthReport[] {
  const reports = isRecord(body) ? body.reports : undefined;
  if (!Array.isArray(reports) || reports.length > MOST_REPORTS) {
    throw new Refusal(400, 'LB7631', { reason: `send {"reports": [...]}, with ${MOST_REPORTS} at most` });
  }
  return reports.map((report, index) => {
    const read = readReport(report);
    if (read === undefined) throw new Refusal(400, 'LB7631', { reason: `reports[${index}] is none` });
    return read;
  });
}

/** Whether a failure tells of the version, and not of the network. */
export function isItsFault({ outcome, problem }: HealthReport): boolean {
  return outcome === 'failed' && !NOT_ITS_FAULT.has(problem?.code ?? '');
}

function readReport(value: unknown): HealthReport | undefined {
  if (!isRecord(value)) return undefined;
  const { extension, version, outcome, problem, activation } = value;
  if (typeof extension !== 'string' || !/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(extension)) return undefined;
  if (typeof version !== 'string' || !/^\d[\w.+-]{0,63}$/.test(version)) return undefined;
  if (outcome !== 'ok' && outcome !== 'failed') return undefined;
  const took = typeof activation === 'number' && activation >= 0 && activation <= LONGEST_ACTIVATION;
  return {
    ...{ extension, version, outcome },
    ...(isRecord(problem) && { problem: readProblem(problem) }),
    ...(took && { activation: Math.round(activation) }),
  };
}

function readProblem({ code, params }: Record<string, unknown>): HealthReport['problem'] {
  const entries = Object.entries(isRecord(params) ? params : {})
    .filter((entry): entry is [string, string | number] => ['string', 'number'].includes(typeof entry[1]))
    .filter(([name]) => /^[a-zA-Z]\w{0,40}$/.test(name))
    .slice(0, MOST_PARAMS)
    .map(([name, text]) => [name, typeof text === 'string' ? text.slice(0, LONGEST) : text] as const);
  const known = typeof code === 'string' && /^LB\d{4}$/.test(code) ? code : 'LB4001';
  return { code: known, params: Object.fromEntries(entries) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
